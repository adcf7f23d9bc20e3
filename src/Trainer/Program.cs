using System.CommandLine;
using VlDistill;
using VlDistill.Trainer.Commands;

// Each command is a class in Commands/ with a parameterless constructor; adding one is a line here.
var root = new RootCommand("Trains, evaluates, runs and exports VlDistill's vision-language models.")
{
    new SelfTestCommand(),
    new EvalCommand(),
    new EvaluateCommand(),
    new CaptionCommand(),
    new DetectCommand(),
    new TagCommand(),
    new RelateCommand(),
    new DrawCommand(),
    new DrawRelationsCommand(),
    new AskCommand(),
    new TrainCommand(),
    new ExportCommand(),
};

// An argument like @FILE is a command's own business, --prompts has one.
var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
return ExitCode.Guard(Console.Error, () => parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false }));
