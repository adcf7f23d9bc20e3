using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Training;

public sealed class CheckpointTests
{
    private static readonly TrainState state = new(7, 0.25, 5);

    [Fact]
    public void Load_AfterSave_RestoresEveryBit()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.ckpt");
        using var saved = new StubTask().CreateModel();
        using var loaded = new StubTask().CreateModel();

        Checkpoint.Save(path, saved, null, state, new Dictionary<string, string> { ["network"] = "stub" });
        var read = Checkpoint.Load(path, loaded);

        Assert.Equal(state, read);
        Assert.Equal("stub", SafeTensors.ReadMetadata(path)["network"]);
        foreach (var (a, b) in saved.parameters().Zip(loaded.parameters())) Assert.True(a.bytes.SequenceEqual(b.bytes));
    }

    [Fact]
    public void Write_EveryElementType_ReadsBackTheSame()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        (string, Tensor)[] tensors = [("f", randn(2, 3)), ("h", randn(4).to(float16)), ("l", arange(5, int64)), ("b", tensor(new byte[] { 1, 255 }, [2])), ("none", zeros(0, 3)), ("one", tensor(2.5f))];
        using (var stream = File.Create(folder.File("t"))) SafeTensors.Write(stream, tensors, new Dictionary<string, string>());

        var read = SafeTensors.Read(folder.File("t")).Tensors;

        foreach (var (name, value) in tensors)
        {
            Assert.Equal(value.shape, read[name].shape);
            Assert.Equal(value.dtype, read[name].dtype);
            if (value.numel() > 0) Assert.True(value.bytes.SequenceEqual(read[name].bytes));
        }
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("flipped")]
    [InlineData("longer")]
    [InlineData("header")]
    [InlineData("empty")]
    public void Load_DamagedFile_NamesIt(string damage)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("damaged.ckpt");
        using var model = new StubTask().CreateModel();
        Checkpoint.Save(path, model, null, state);
        var bytes = File.ReadAllBytes(path);
        if (damage == "flipped") bytes[^3] ^= 1;
        if (damage == "header") bytes[20] = (byte)'}';
        File.WriteAllBytes(path, damage switch { "cut" => bytes[..^9], "longer" => [.. bytes, 0], "empty" => [], _ => bytes });

        var error = Assert.Throws<UserException>(() => Checkpoint.Load(path, model));

        Assert.Contains("damaged.ckpt", error.Message);
        Assert.Contains("is damaged", error.Message);
    }

    [Fact]
    public void Load_OtherNetwork_NamesFileAndTensor()
    {
        using var folder = new TemporaryFolder();
        using var small = nn.Linear(2, 3);
        using var large = nn.Linear(4, 3);
        Checkpoint.Save(folder.File("a.ckpt"), small, null, state);

        var error = Assert.Throws<UserException>(() => Checkpoint.Load(folder.File("a.ckpt"), large));

        Assert.Contains("weight is [3,2], expected [3,4]", error.Message);
    }

    [SkippableFact]
    public void Save_FullDisk_LeavesThePreviousCheckpointWhole()
    {
        Skip.IfNot(File.Exists("/dev/full"), "needs /dev/full, which refuses every write as a full disk does");
        using var folder = new TemporaryFolder();
        var path = folder.File("last.ckpt");
        using var model = new StubTask().CreateModel();
        Checkpoint.Save(path, model, null, state);
        File.CreateSymbolicLink(path + ".tmp", "/dev/full");

        var error = Assert.Throws<UserException>(() => Checkpoint.Save(path, model, null, state with { Step = 8 }));

        Assert.Contains("last.ckpt", error.Message);
        Assert.Contains("previous checkpoint is intact", error.Message);
        Assert.Equal(7, Checkpoint.Load(path, model).Step);
        Assert.False(File.Exists(path + ".tmp"));
    }
}
