using System.Text.Json;

namespace VlDistill.EndToEnd.Tests;

/// <summary>A grid of two cells and a broken one on the smoke run's shared stages.</summary>
[Collection("smoke")]
public sealed class AblationTests(Smoke smoke) : IDisposable
{
    private const string Grid = """
        { "title": "Dropout", "stages": ["student"], "model": "student", "teacher": "teacher", "pictures": 1,
          "cells": [ { "name": "plain" }, { "name": "dropout", "set": ["student.dropout=0.4"] }, { "name": "broken", "set": ["student.init=teacher"] } ],
          "compare": [["dropout", "plain"]] }
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Ablate_TwoCellsAndABrokenOne_ReportsTheTwoAndNamesTheThird()
    {
        foreach (var stage in (string[])["student-eyes", "teacher-eyes", "features", "teacher"]) folder.Copy(Path.Combine(smoke.Run, stage), Path.Combine("run", stage));
        string[] command = [.. Smoke.Train, "--data", $"cache={Path.Combine(smoke.Run, "cache")}", "--out", folder.At("run"), "--ablate", folder.Write("grid.json", Grid)];

        var run = ProgramRun.Trainer(command);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("broken seed 1: student: init: ", Assert.Single(run.ErrorLines));
        var results = JsonDocument.Parse(File.ReadAllText(folder.At("run/report.json"))).RootElement;
        var cells = results.GetProperty("cells").EnumerateArray().ToDictionary(c => c.GetProperty("name").GetString()!, c => c.GetProperty("runs").GetArrayLength());
        Assert.Equal([("broken", 0), ("dropout", 1), ("plain", 1)], cells.OrderBy(c => c.Key).Select(c => (c.Key, c.Value)));
        Assert.Equal(2, results.GetProperty("differences").GetArrayLength());
        Assert.True(results.GetProperty("cells")[0].GetProperty("figures").TryGetProperty("attention JS", out _));
        Assert.Contains("| plain |  | 1 |", File.ReadAllText(folder.At("run/report.md")));

        var page = File.ReadAllText(folder.At("run/report.html"));
        Assert.Contains("<svg", page);
        Assert.Contains("data:image/jpeg;base64,", page);
        Assert.Contains("--set student.dropout=0.4", page);
        Assert.DoesNotContain("src=\"http", page);
        Assert.DoesNotContain("<link", page);

        Assert.Contains("--resume", Assert.Single(ProgramRun.Trainer(command).ErrorLines));
    }
}
