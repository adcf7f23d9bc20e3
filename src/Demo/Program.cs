using System.CommandLine;
using VlDistill;
using VlDistill.Demo.Commands;

var root = new RootCommand("VlDistill's live view: regions, captions and attention of teacher and student on a camera or a video.")
{
    new DemoCommand(),
    new BenchCommand(),
    new CheckCommand(),
    new SelfTestCommand(),
    new BakeFontCommand(),
};

var parsed = root.Parse(args.Length == 0 ? ["demo"] : args);
return ExitCode.Guard(Console.Error, () => parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false }));
