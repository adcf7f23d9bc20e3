using System.Text;

namespace Silk.NET.OpenGL;

public sealed unsafe partial class GL
{
    public uint CreateShader(ShaderType type) => createShader((uint)type);

    public void ShaderSource(uint shader, string @string)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(@string);
        int length = bytes.Length;
        fixed (byte* start = bytes)
        {
            byte* text = start;
            shaderSource(shader, 1, &text, &length);
        }
    }

    public void CompileShader(uint shader) => compileShader(shader);

    public int GetShader(uint shader, ShaderParameterName pname)
    {
        int value;
        getShaderiv(shader, (uint)pname, &value);
        return value;
    }

    public string GetShaderInfoLog(uint shader)
    {
        int length = GetShader(shader, ShaderParameterName.InfoLogLength);
        byte[] log = new byte[length + 1];
        fixed (byte* text = log)
        {
            getShaderInfoLog(shader, log.Length, &length, text);
            return Encoding.UTF8.GetString(text, length);
        }
    }

    public void DeleteShader(uint shader) => deleteShader(shader);

    public uint CreateProgram() => createProgram();

    public void AttachShader(uint program, uint shader) => attachShader(program, shader);

    public void DetachShader(uint program, uint shader) => detachShader(program, shader);

    public void LinkProgram(uint program) => linkProgram(program);

    public int GetProgram(uint program, ProgramPropertyARB pname)
    {
        int value;
        getProgramiv(program, (uint)pname, &value);
        return value;
    }

    public string GetProgramInfoLog(uint program)
    {
        int length = GetProgram(program, ProgramPropertyARB.InfoLogLength);
        byte[] log = new byte[length + 1];
        fixed (byte* text = log)
        {
            getProgramInfoLog(program, log.Length, &length, text);
            return Encoding.UTF8.GetString(text, length);
        }
    }

    public void UseProgram(uint program) => useProgram(program);

    public void DeleteProgram(uint program) => deleteProgram(program);

    public int GetUniformLocation(uint program, string name)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(name + '\0')) return getUniformLocation(program, text);
    }

    public void Uniform1(int location, int v0) => uniform1i(location, v0);

    public void Uniform1(int location, float v0) => uniform1f(location, v0);

    public void Uniform2(int location, float v0, float v1) => uniform2f(location, v0, v1);

    public void Uniform3(int location, float v0, float v1, float v2) => uniform3f(location, v0, v1, v2);

    public void Uniform4(int location, float v0, float v1, float v2, float v3) => uniform4f(location, v0, v1, v2, v3);
}
