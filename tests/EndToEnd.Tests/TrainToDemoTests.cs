using System.Text.Json;
using VlDistill.Frames;

namespace VlDistill.EndToEnd.Tests;

/// <summary>Train, export, caption and show with the programs as users start them.</summary>
[Collection("smoke")]
public sealed class TrainToDemoTests(Smoke smoke) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("student")]
    [InlineData("teacher")]
    public void Caption_ExportedBundle_WritesASentencePerPicture(string model)
    {
        var picture = Picture.Write(folder.At("42.bmp"));

        var run = ProgramRun.Trainer("caption", "--images", picture, "--model", model, "--bundle", smoke.Bundle, "--out", folder.At("out.json"));

        Assert.True(run.ExitCode == 0, run.Errors);
        var caption = Assert.Single(JsonDocument.Parse(File.ReadAllText(folder.At("out.json"))).RootElement.EnumerateArray());
        Assert.Equal("42.bmp", caption.GetProperty("file_name").GetString());
        Assert.Equal(42, caption.GetProperty("image_id").GetInt64());
        Assert.Equal(JsonValueKind.String, caption.GetProperty("caption").ValueKind);
    }

    [Fact]
    public void Ask_ExportedBundle_PrintsAnAnswerOfItsList()
    {
        var run = ProgramRun.Trainer("ask", "--image", Picture.Write(folder.At("42.bmp")), "--question", "Is there a ball?", "--bundle", smoke.Bundle);

        Assert.True(run.ExitCode == 0, run.Errors);
        var printed = JsonDocument.Parse(run.Output).RootElement;
        Assert.Contains(printed.GetProperty("answer").GetString(), File.ReadAllLines(Path.Combine(smoke.Bundle, "student", "answers.txt")));
        Assert.InRange(printed.GetProperty("score").GetDouble(), 0, 1);
    }

    [Fact]
    public void Ask_QuestionsFile_IsScoredByEval()
    {
        Picture.Write(folder.At("42.bmp"));
        File.WriteAllText(folder.At("q.json"), """{"questions": [{"question_id": 7, "image_id": 42, "question": "is there a ball"}]}""");
        File.WriteAllText(folder.At("a.json"), """{"annotations": [{"question_id": 7, "image_id": 42, "answer_type": "yes/no", "answers": [{"answer": "yes"}, {"answer": "no"}]}]}""");

        var asked = ProgramRun.Trainer("ask", "--questions", folder.At("q.json"), "--images", folder.At("42.bmp"), "--bundle", smoke.Bundle, "--out", folder.At("p.json"));
        var scored = ProgramRun.Trainer("eval", "vqa", "--predictions", folder.At("p.json"), "--references", folder.At("a.json"));

        Assert.True(asked.ExitCode == 0 && scored.ExitCode == 0, asked.Errors + scored.Errors);
        Assert.Equal(1, JsonDocument.Parse(scored.Output).RootElement.GetProperty("questions").GetInt32());
    }

    [Fact]
    public void Ask_ModelThatLearnedNoAnswers_SaysSoInOneLine()
    {
        var run = ProgramRun.Trainer("ask", "--image", Picture.Write(folder.At("42.bmp")), "--question", "is there a ball ?", "--model", "teacher", "--bundle", smoke.Bundle);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("model teacher of this bundle cannot answer questions; ask student", Assert.Single(run.ErrorLines));
        Assert.Empty(run.Output);
    }

    [SkippableFact]
    public void Demo_Headless_RecordsWhatItShows()
    {
        var run = ProgramRun.Demo("demo", "--headless", "--source", Picture.Write(folder.At("picture.bmp")), "--seconds", "4", "--bundle", smoke.Bundle, "--out", folder.At("out"));

        Assert.True(run.ExitCode == 0, run.Errors);
        var summary = JsonDocument.Parse(File.ReadAllText(folder.At("out/summary.json"))).RootElement;
        foreach (var key in (string[])["stack", "device", "captureFps", "renderFps", "droppedFrames"]) Assert.True(summary.TryGetProperty(key, out _), key);
        foreach (var model in (string[])["student", "teacher"])
            Assert.True(summary.GetProperty("models").GetProperty(model).GetProperty("captionsPerSecond").GetDouble() > 0, model);
        var lines = File.ReadAllLines(folder.At("out/session.jsonl")).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(["student", "teacher"], lines.Select(l => l.GetProperty("model").GetString()).Distinct().Order());
        Assert.True(new FileInfo(folder.At("out/recording.mp4")).Length > 1000);
        Assert.True(Share(folder.At("out/last.png"), channel: 0) > 0.1, "no red of the picture's left half in last.png");
        Assert.True(Share(folder.At("out/last.png"), channel: 2) > 0.1, "no blue of the picture's right half in last.png");
    }

    // Heat darkens what is not looked at and boxes and labels lie over it all, so that a tenth of the screen must show the hue:
    // one channel at least 96 of 255 and twice the others.
    private static double Share(string png, int channel)
    {
        using var frame = PictureReader.Read(png);
        int count = 0, total = frame.Width * frame.Height;
        for (int i = 0; i < total; i++)
        {
            var pixel = frame.Pixels.AsSpan(3 * i, 3);
            int value = pixel[channel], sum = pixel[0] + pixel[1] + pixel[2];
            if (value >= 96 && value >= 2 * Math.Max(pixel[(channel + 1) % 3], sum - value - pixel[(channel + 1) % 3])) count++;
        }

        return (double)count / total;
    }
}
