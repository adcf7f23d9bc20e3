using System.CommandLine;
using VlDistill.Demo.Diagnostics;
using VlDistill.Diagnostics;

namespace VlDistill.Demo.Commands;

/// <summary><c>self-test</c>: loads every native library the demo uses and runs one operation in each.</summary>
public sealed class SelfTestCommand : Command
{
    public SelfTestCommand()
        : base("self-test", "Clear a GL target, resize a picture and add two tensors; exit 0 when all natives work.") =>
        SetAction(_ => NativeCheck.RunAll(SelfTest.Checks, Console.Out));
}
