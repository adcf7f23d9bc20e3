using TorchSharp;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Models;

namespace VlDistill.Trainer.Tests.Models;

public sealed class TrunkTests
{
    [Theory]
    [InlineData("edgetpu", 2_790_992)]
    [InlineData("labeler", 678_408)]
    public void Trunk_PretrainedShape_HasThePretrainedParameters(string name, long expected)
    {
        using var trunk = new Trunk(TrunkConfig.Named(name));
        Assert.Equal(expected, trunk.parameters().Sum(p => p.numel()));
    }

    [Fact]
    public void Forward_Tiny_GivesThreeStrides()
    {
        using var scope = torch.NewDisposeScope();
        using var trunk = new Trunk(TrunkConfig.Tiny);
        var maps = trunk.call(torch.zeros(2, 3, 96, 96));
        Assert.Equal([2, 24, 12, 12], maps.Stride8.shape);
        Assert.Equal([2, 32, 6, 6], maps.Stride16.shape);
        Assert.Equal([2, 64, 3, 3], maps.Grid.shape);
    }

    [Fact]
    public void Slim_Student_StaysUnderAMillionAndAHalfParameters()
    {
        using var trunk = new Trunk(TrunkConfig.Slim);
        Assert.InRange(trunk.parameters().Sum(p => p.numel()), 500_000, 1_500_000);
    }

    [Fact]
    public void ResNet20_SmallPicture_HasItsShapesParametersAndCost()
    {
        using var scope = torch.NewDisposeScope();
        using var trunk = new Trunk(TrunkConfig.ResNet20);
        var maps = trunk.call(torch.randn(2, 3, 32, 32));
        Assert.Equal([2, 16, 32, 32], maps.Stride8.shape);
        Assert.Equal([2, 32, 16, 16], maps.Stride16.shape);
        Assert.Equal([2, 64, 8, 8], maps.Grid.shape);
        // Weights of stem and stages, then bias, scale and shift of 16 + 6 · 16 + 7 · 32 + 7 · 64 channels; the shortcuts count.
        long[] weights = [432, 6 * 2304, 4608 + 5 * 9216 + 512, 18432 + 5 * 36864 + 2048];
        Assert.Equal(weights.Sum() + 3 * 784, trunk.parameters().Sum(p => p.numel()));
        Assert.Equal(weights[0] * 1024 + weights[1] * 1024 + weights[2] * 256 + weights[3] * 64, trunk.MultiplyAdds(32));
    }

    [Fact]
    public void MultiplyAdds_Tiny_HandComputed()
    {
        using var trunk = new Trunk(TrunkConfig.Tiny);
        // 32 → stem 16 → 8 → 4, 4 → 2, 2 → 1, 1; depthwise layers have 9 weights a channel.
        long stem = 324 * 256, first = (2592 + 384) * 64, second = (6912 + 1152 + 10368 + 1152) * 16;
        long third = 1728 * 16 + (648 + 2304) * 4 + (3072 + 864 + 3072) * 4, fourth = 3072 * 4 + 864 + 4608, last = 3072;
        Assert.Equal(stem + first + second + third + fourth + last, trunk.MultiplyAdds(32));
    }

    [Fact]
    public void After_EveryStage_ContinuesToTheSameGridAndLeavesTheMapAlone()
    {
        using var scope = torch.NewDisposeScope();
        using var trunk = new Trunk(TrunkConfig.Slim);
        var maps = trunk.call(torch.randn(2, 3, 64, 64));
        foreach (var stage in Enum.GetValues<TrunkStage>())
        {
            var before = maps.Of(stage).clone();
            Assert.Equal(trunk.ChannelsOf(stage), maps.Of(stage).shape[1]);
            Assert.True(trunk.After(stage, maps.Of(stage)).Equals(maps.Grid), stage.ToString());
            Assert.True(maps.Of(stage).Equals(before), stage.ToString());
        }
    }

    [Fact]
    public void Named_UnknownTrunk_NamesTheChoices() =>
        Assert.Contains("edgetpu, labeler, slim, resnet20 or tiny", Assert.Throws<UserException>(() => TrunkConfig.Named("vgg")).Message);

    [Fact]
    public void StudentEyes_Shipped_StaysUnderFourAndAHalfMillionParameters()
    {
        using var eyes = new StudentEyes(new StudentEyesConfig());
        Assert.InRange(eyes.parameters().Sum(p => p.numel()), 2_800_000, 4_500_000);
    }

    [SkippableTheory]
    [InlineData("edgetpu", "mobilenet-edgetpu/mobilenet_edgetpu.onnx", "out1")]
    [InlineData("labeler", "object-labeler/object_labeler.onnx", "out3")]
    public void Init_FromPretrainedFile_ReproducesItsGridOnAPhotograph(string name, string file, string output)
    {
        var path = VlDistill.Tests.Data.Require("weights/" + file);
        var photo = VlDistill.Frames.PictureReader.Read(VlDistill.Tests.Data.Require("flickr8k/Images/1000268201_693b08cb0e.jpg"));
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        using var trunk = new Trunk(TrunkConfig.Named(name));
        OnnxInitializers.Load(path, trunk);
        var pixels = torch.tensor(photo.Pixels[..(224 * 224 * 3)], [1, 224, 224, 3], torch.ScalarType.Byte);
        using var check = new ParityCheck(path);
        var expected = check.Run(("input", pixels.to(torch.float32) / 127.5 - 1))[output].permute(0, 3, 1, 2);
        var grid = trunk.call(Pixels.ToInput(pixels)).Grid;
        var error = (grid - expected).square().mean().ToDouble() / expected.square().mean().ToDouble();
        // The file clips to its quantisation ranges, the trunk does not; on photographs few values reach them.
        Assert.InRange(error, 0, 0.01);
    }

    [Fact]
    public void Load_NotOnnx_NamesTheFile()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "this is no network");
        using var trunk = new Trunk(TrunkConfig.Tiny);
        Assert.Contains(path, Assert.Throws<UserException>(() => OnnxInitializers.Load(path, trunk)).Message);
        File.Delete(path);
    }
}
