using System.Security.Cryptography;
using VlDistill.Trainer.Data.Scenes;

namespace VlDistill.Trainer.Tests.Data;

public sealed class SceneTests
{
    [Fact]
    public void Draw_SameNumber_GivesTheSamePixels()
    {
        Assert.Equal(Picture(Scene.Create(20, 5)), Picture(Scene.Create(20, 5)));
        Assert.NotEqual(Picture(Scene.Create(20, 5)), Picture(Scene.Create(20, 6)));
        Assert.NotEqual(Picture(Scene.Create(20, 5)), Picture(Scene.Create(21, 5)));
    }

    [Fact]
    public void Draw_Ball_FillsItsBoxWithItsColour()
    {
        var ball = new SceneObject(Shape.Ball, Paint.All.First(p => p.Name == "red"), true, 0.5f, 0.5f, 0.2f);
        var rgb = new byte[64 * 64 * 3];

        ScenePainter.Draw(new Scene(1, Paint.Grounds[0], [ball]), 64, rgb);

        var (centre, corner) = ((32 * 64 + 32) * 3, (2 * 64 + 2) * 3);
        Assert.True(rgb[centre] > 180 && rgb[centre + 1] < 90, $"{rgb[centre]}, {rgb[centre + 1]}");
        Assert.True(rgb[corner + 1] > rgb[corner], "the ground is grass");
    }

    [Fact]
    public void Open_ManyScenes_AreDescribedTruly()
    {
        foreach (var sample in SceneData.Open(200, 0, 0).Train)
        {
            var scene = SceneData.Of(sample.Id);
            Assert.Equal(5, sample.Captions.Count);
            Assert.Equal(scene.Objects.Count, sample.Boxes!.Count);
            Assert.All(sample.Boxes, b => Assert.True(b.Box is { X1: >= -1e-6f, Y1: >= -1e-6f, X2: <= 1 + 1e-6f, Y2: <= 1 + 1e-6f }, $"{b.Box}"));
            Assert.All(SceneLanguage.Relations(scene).Where(r => r.Predicate == "left of"), r => Assert.True(scene.Objects[r.Subject].X < scene.Objects[r.Object].X));
            Assert.All(scene.Objects, o => Assert.Contains(SceneLanguage.Questions(scene), q => q == new SceneQuestion($"is there a {o.Noun}", "yes")));
        }
    }

    [Fact]
    public void Open_Splits_ShareNoScene()
    {
        var data = SceneData.Open(30, 20, 10);

        Assert.Equal(60, data.All.Select(s => s.Id).Distinct().Count());
    }

    private static string Picture(Scene scene)
    {
        var rgb = new byte[48 * 48 * 3];
        ScenePainter.Draw(scene, 48, rgb);
        return Convert.ToHexString(SHA256.HashData(rgb));
    }
}
