namespace Silk.NET.OpenGL;

[Flags]
public enum ClearBufferMask { None = 0, DepthBufferBit = 256, StencilBufferBit = 1024, ColorBufferBit = 16384 }

public enum EnableCap { Blend = 3042, ScissorTest = 3089, DepthTest = 2929, CullFace = 2884, FramebufferSrgb = 36281 }

public enum BlendingFactor { Zero = 0, One = 1, SrcAlpha = 770, OneMinusSrcAlpha = 771, DstAlpha = 772, OneMinusDstAlpha = 773 }

public enum ShaderType { FragmentShader = 35632, VertexShader = 35633 }

public enum ShaderParameterName { CompileStatus = 35713, InfoLogLength = 35716 }

public enum ProgramPropertyARB { LinkStatus = 35714, InfoLogLength = 35716, ActiveUniforms = 35718 }

public enum BufferTargetARB { ArrayBuffer = 34962, ElementArrayBuffer = 34963, PixelPackBuffer = 35051, PixelUnpackBuffer = 35052 }

public enum BufferUsageARB { StreamDraw = 35040, StreamRead = 35041, StaticDraw = 35044, DynamicDraw = 35048 }

public enum VertexAttribPointerType { UnsignedByte = 5121, Short = 5122, UnsignedShort = 5123, Float = 5126 }

public enum TextureTarget { Texture2D = 3553 }

public enum InternalFormat { R8 = 33321, Rgb8 = 32849, Rgba8 = 32856 }

public enum PixelFormat { Red = 6403, Rgb = 6407, Rgba = 6408, Bgr = 32992, Bgra = 32993 }

public enum PixelType { UnsignedByte = 5121, Float = 5126 }

public enum TextureParameterName { TextureMagFilter = 10240, TextureMinFilter = 10241, TextureWrapS = 10242, TextureWrapT = 10243 }

public enum TextureUnit { Texture0 = 33984, Texture1 = 33985, Texture2 = 33986, Texture3 = 33987 }

public enum TextureMinFilter { Nearest = 9728, Linear = 9729, LinearMipmapLinear = 9987 }

public enum TextureMagFilter { Nearest = 9728, Linear = 9729 }

public enum TextureWrapMode { Repeat = 10497, ClampToEdge = 33071 }

public enum FramebufferTarget { ReadFramebuffer = 36008, DrawFramebuffer = 36009, Framebuffer = 36160 }

public enum FramebufferAttachment { ColorAttachment0 = 36064 }

public enum StringName { Vendor = 7936, Renderer = 7937, Version = 7938, ShadingLanguageVersion = 35724 }

public enum PrimitiveType { Points = 0, Lines = 1, Triangles = 4, TriangleStrip = 5 }

public enum DrawElementsType { UnsignedShort = 5123, UnsignedInt = 5125 }

[Flags]
public enum MapBufferAccessMask { ReadBit = 1, WriteBit = 2, InvalidateBufferBit = 8 }

public enum PixelStoreParameter { UnpackRowLength = 3314, UnpackAlignment = 3317, PackAlignment = 3333 }

public enum BlitFramebufferFilter { Nearest = 9728, Linear = 9729 }

public enum GLEnum
{
    NoError = 0, InvalidEnum = 1280, InvalidValue = 1281, InvalidOperation = 1282, OutOfMemory = 1285, FramebufferComplete = 36053,
    FramebufferIncompleteAttachment = 36054, FramebufferUnsupported = 36061,
}
