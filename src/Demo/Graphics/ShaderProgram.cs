using Silk.NET.OpenGL;

namespace VlDistill.Demo.Graphics;

/// <summary>A linked program made of <c>shaders/NAME.vert</c> and <c>shaders/NAME.frag</c>.</summary>
/// <exception cref="ShaderException">A file is missing, does not compile or does not link, or a uniform does not exist.</exception>
public sealed class ShaderProgram : IDisposable
{
    private readonly GL gl;
    private readonly string name;
    private readonly uint program;

    public ShaderProgram(GL gl, string folder, string name)
    {
        this.gl = gl;
        this.name = name;
        program = gl.CreateProgram();
        Attach(ShaderType.VertexShader, Path.Combine(folder, name + ".vert"));
        Attach(ShaderType.FragmentShader, Path.Combine(folder, name + ".frag"));
        gl.LinkProgram(program);
        if (gl.GetProgram(program, ProgramPropertyARB.LinkStatus) == 0)
            throw new ShaderException($"{name}: {gl.GetProgramInfoLog(program)}");
    }

    /// <summary>The folder that the build copies the sources to.</summary>
    public static string DefaultFolder => Path.Combine(AppContext.BaseDirectory, "shaders");

    public void Use() => gl.UseProgram(program);

    /// <summary>The location of a uniform; ask once, after linking.</summary>
    public int Uniform(string uniform)
    {
        int location = gl.GetUniformLocation(program, uniform);
        return location >= 0 ? location : throw new ShaderException($"{name}: no uniform '{uniform}'");
    }

    public void Dispose() => gl.DeleteProgram(program);

    private void Attach(ShaderType type, string file)
    {
        if (!File.Exists(file)) throw new ShaderException($"{file} is missing; rebuild the demo");
        uint shader = gl.CreateShader(type);
        gl.ShaderSource(shader, File.ReadAllText(file));
        gl.CompileShader(shader);
        if (gl.GetShader(shader, ShaderParameterName.CompileStatus) == 0)
            throw new ShaderException($"{file}: {gl.GetShaderInfoLog(shader)}");
        gl.AttachShader(program, shader);
        gl.DeleteShader(shader);
    }
}

/// <summary>A shader that the driver refused: file name and the driver's log.</summary>
public sealed class ShaderException(string message) : Exception(message);
