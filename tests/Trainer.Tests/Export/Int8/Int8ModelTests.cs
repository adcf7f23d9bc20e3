using TorchSharp;
using VlDistill.Trainer.Data.Scenes;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Export.Int8;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Export.Int8;

public sealed class Int8ModelTests
{
    [Fact]
    public void Apply_RandomStudent_SeesAndSaysAboutTheSameFromFewerBytes()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var eyes = new StudentEyes(StudentEyesConfig.Tiny);
        using var captioner = new VlTransformer(VlConfig.Tiny(eyes.FeatureChannels, 40));
        var model = folder.File("model");
        ModelExport.Student(eyes, captioner, model);
        SceneData.WritePictures(SceneData.Open(12, 1, 1).Train, folder.File("pictures"));
        var bytes = new FileInfo(Path.Combine(model, "weights.bin")).Length;
        var (regions, boxes) = (rand([1, 5, eyes.FeatureChannels]), rand([1, 5, 4]));
        var before = Prefill();

        var line = Int8Model.Apply(model, folder.File("pictures"));

        Assert.Matches(@"^\d\d+ convolutions, 18 products in 8 bits, features differ by \d", line);
        Assert.InRange(new FileInfo(Path.Combine(model, "weights.bin")).Length, 1, 0.75 * bytes);
        foreach (var (output, expected) in before)
        {
            var difference = ((Prefill()[output] - expected).square().sum() / expected.square().sum()).sqrt().ToDouble();
            Assert.InRange(difference, 1e-6, 0.1);
        }
        Assert.Equal(["attention", "hidden", "keys", "values"], before.Keys.Order());
        Assert.False(File.Exists(Path.Combine(model, "open.onnx")));

        Dictionary<string, Tensor> Prefill()
        {
            using var check = new ParityCheck(Path.Combine(model, "prefill.onnx"));
            return check.Run(("regions", regions), ("boxes", boxes));
        }
    }

    [Theory]
    [InlineData(-1f, 3f)]
    [InlineData(0f, 6f)]
    [InlineData(2f, 5f)]
    public void Cover_AnyRange_HoldsZeroAndBothEnds(float low, float high)
    {
        var (scale, zero) = Rounding.Cover(new ValueRange(low, high));

        Assert.InRange((0 - zero) * scale, float.MinValue, Math.Min(low, 0) + scale);
        Assert.InRange((255 - zero) * scale, high - scale, float.MaxValue);
    }

    [Fact]
    public void PerChannel_RowsOrColumns_KeepsEachWithinHalfAStep()
    {
        float[] values = [1, -2, 300, 0.5f, 0.01f, 0.02f];
        foreach (var axis in new[] { 0, 1 })
        {
            var (rounded, scales) = Rounding.PerChannel(values, [2, 3], axis);
            Assert.Equal(axis == 0 ? 2 : 3, scales.Length);
            for (var i = 0; i < values.Length; i++)
            {
                var scale = scales[axis == 0 ? i / 3 : i % 3];
                Assert.InRange(Math.Abs(rounded[i] * scale - values[i]), 0, scale * 0.5001f);
            }
        }
    }
}
