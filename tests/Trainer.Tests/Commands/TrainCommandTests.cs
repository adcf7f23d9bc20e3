using System.CommandLine;
using VlDistill.Trainer.Commands;

namespace VlDistill.Trainer.Tests.Commands;

public sealed class TrainCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StringWriter output = new();
    private readonly StringWriter errors = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("--stage does not go with --ablate", "--ablate", "g.json", "--stage", "student")]
    [InlineData("--base does not go with --ablate", "--ablate", "g.json", "--base", "runs/other")]
    [InlineData("--seeds goes with --ablate only", "--seeds", "3")]
    [InlineData("--report goes with --ablate only", "--report")]
    [InlineData("--jobs -1: give 0 or more", "--ablate", "g.json", "--jobs", "-1")]
    public void Train_OptionsThatDoNotFit_AreAUsageError(string told, params string[] options)
    {
        Assert.Equal(ExitCode.Usage, Run(["smoke", "--out", folder.File("run"), .. options]));
        Assert.Contains(told, errors.ToString());
        Assert.False(Directory.Exists(folder.File("run")));
    }

    [Fact]
    public void Report_NothingFinishedYet_WritesThePageAndTrainsNothing()
    {
        var grid = folder.File("grid.json");
        File.WriteAllText(grid, """{ "title": "Early", "stages": ["student"], "model": "student", "cells": [ { "name": "plain" } ] }""");

        Assert.Equal(0, Run(["smoke", "--out", folder.File("run"), "--ablate", grid, "--report"]));

        Assert.Contains("1 still missing", File.ReadAllText(folder.File("run/report.html")));
        Assert.False(Directory.Exists(folder.File("run/cells")));
    }

    private int Run(string[] arguments) =>
        new TrainCommand().Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false });
}
