namespace Silk.NET.OpenGL;

public sealed unsafe partial class GL
{
    public uint GenTexture() => One(genTextures);

    public void DeleteTexture(uint textures) => deleteTextures(1, &textures);

    public void BindTexture(TextureTarget target, uint texture) => bindTexture((uint)target, texture);

    public void ActiveTexture(TextureUnit texture) => activeTexture((uint)texture);

    public void TexParameter(TextureTarget target, TextureParameterName pname, int param) => texParameteri((uint)target, (uint)pname, param);

    public void TexImage2D(
        TextureTarget target, int level, InternalFormat internalformat, uint width, uint height, int border,
        PixelFormat format, PixelType type, void* pixels) =>
        texImage2D((uint)target, level, (int)internalformat, (int)width, (int)height, border, (uint)format, (uint)type, pixels);

    public void TexSubImage2D(
        TextureTarget target, int level, int xoffset, int yoffset, uint width, uint height, PixelFormat format, PixelType type, void* pixels) =>
        texSubImage2D((uint)target, level, xoffset, yoffset, (int)width, (int)height, (uint)format, (uint)type, pixels);

    public uint GenFramebuffer() => One(genFramebuffers);

    public void DeleteFramebuffer(uint framebuffers) => deleteFramebuffers(1, &framebuffers);

    public void BindFramebuffer(FramebufferTarget target, uint framebuffer) => bindFramebuffer((uint)target, framebuffer);

    public void FramebufferTexture2D(FramebufferTarget target, FramebufferAttachment attachment, TextureTarget textarget, uint texture, int level) =>
        framebufferTexture2D((uint)target, (uint)attachment, (uint)textarget, texture, level);

    public GLEnum CheckFramebufferStatus(FramebufferTarget target) => (GLEnum)checkFramebufferStatus((uint)target);

    public void BlitFramebuffer(
        int srcX0, int srcY0, int srcX1, int srcY1, int dstX0, int dstY0, int dstX1, int dstY1, ClearBufferMask mask, BlitFramebufferFilter filter) =>
        blitFramebuffer(srcX0, srcY0, srcX1, srcY1, dstX0, dstY0, dstX1, dstY1, (uint)mask, (uint)filter);
}
