using TorchSharp;
using VlDistill.Bundles;
using VlDistill.Datasets;
using VlDistill.Inference;
using VlDistill.Regions;
using VlDistill.Text;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Methods.RvlBert;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;
using Device = VlDistill.Inference.Device;

namespace VlDistill.Trainer.Tests.Export;

public sealed class RelationExportTests : IDisposable
{
    private const int Features = 6, Cells = 4;
    private static readonly string[] words = ["<pad>", "<bos>", "<eos>", "<unk>", "<mask>", "<sep>", "<cls>", "dog", "ball", "red"];
    private static readonly Box left = new(0, 0.2f, 0.3f, 0.8f), right = new(0.6f, 0.2f, 1, 0.8f), top = new(0.3f, 0, 0.6f, 0.2f);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true, true)]
    [InlineData(false, false, false, true)]
    [InlineData(true, true, true, true)]
    public void Write_EveryVariant_AgreesWithTheModule(bool spatial, bool masks, bool pairGeometry = false, bool roles = false)
    {
        using var network = Make(spatial, masks, pairGeometry, roles);

        var parities = RelationExport.Write(network, Cells, folder.Path);

        Assert.Equal(masks ? 8 : 4, parities.Count);
        Assert.All(parities, p => Assert.InRange(p.Difference, 0, Parity.Tolerance));
    }

    [Fact]
    public void Relate_ThreeBoxes_IsTheModulesAnswerForAllSixPairs()
    {
        using var network = Make(true, true);
        using var model = Open(network);
        var maps = Map();
        Box[] boxes = [left, right, top];

        using var features = FeatureMap.From(maps.data<float>().ToArray(), 1, Features, Cells, Cells);
        var related = model.Relate(features, boxes, ["dog", "Red ball", "zebra"]);

        using var scope = NewDisposeScope();
        using var off = no_grad();
        var picture = new PairPicture(0, new RelationPicture("", 0, 0, [.. boxes.Select(b => new NamedBox("", b))], []), [[7, 0, 0], [9, 8, 0], [Vocabulary.Unknown, 0, 0]], []);
        var expected = network.call(RelationReader.Of(maps, [new AskedPicture(picture, [.. picture.Pairs(0)])]));
        var probabilities = expected.Logits.softmax(1);
        Assert.Equal([(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)], related.Pairs.Select(p => (p.Subject, p.Object)));
        for (var p = 0; p < 6; p++)
        {
            Assert.Equal(1, related.Pairs[p].Predicates.Sum() + related.Pairs[p].Background, 1e-4);
            for (var c = 0; c < 3; c++) Assert.Equal(probabilities[p, c].ToDouble(), related.Pairs[p].Predicates[c], 1e-4);
            Assert.Equal(probabilities[p, 3].ToDouble(), related.Pairs[p].Background, 1e-4);
        }
        Assert.Equal((Cells, Cells, 3 * Cells * Cells), (related.Rows, related.Columns, related.SubjectMasks.Length));
        Assert.Equal(expected.Masks!.Objects.contiguous().data<float>().ToArray(), related.ObjectMasks, (a, b) => Math.Abs(a - b) < 1e-4);
        // Two layers of two heads, each over four regions and six words.
        Assert.All(related.Pairs, p => Assert.All(p.Attention.Chunk(10), row => Assert.Equal(1, row.Sum(), 1e-4)));
        Assert.Equal(40, related.Pairs[0].Attention.Length);
    }

    [Fact]
    public void Relate_FewOrManyBoxes_ScoresNoneOrTheFirstTwelve()
    {
        using var network = Make(true, true);
        using var model = Open(network);
        var maps = Map();
        using var features = FeatureMap.From(maps.data<float>().ToArray(), 1, Features, Cells, Cells);

        Assert.Empty(model.Relate(features, [], []).Pairs);
        Assert.Empty(model.Relate(features, [left], ["dog"]).Pairs);
        Assert.Equal(132, model.Relate(features, [.. Enumerable.Repeat(left, 15)], [.. Enumerable.Repeat("dog", 15)]).Pairs.Count);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(5, true)]
    public void Relate_LimitsOnAConstantMap_AreNumbers(float value, bool pairGeometry)
    {
        using var network = Make(true, true, pairGeometry);
        using var model = Open(network);
        using var features = FeatureMap.From([.. Enumerable.Repeat(value, Features * Cells * Cells)], 1, Features, Cells, Cells);

        var related = model.Relate(features, [left, left, Box.Whole, new Box(0, 0, 0, 0), new Box(1, 1, 1, 1)], ["dog", "dog", "zyzzyva", "", "?!"]);

        Assert.Equal(20, related.Pairs.Count);
        Assert.All(related.Pairs, p => Assert.Equal(1, p.Predicates.Sum() + p.Background, 1e-4));
        Assert.All(related.Pairs, p => Assert.All(p.Attention, a => Assert.InRange(a, 0, 1)));
        // A constant map shows nothing anywhere.
        Assert.All(related.SubjectMasks.Concat(related.ObjectMasks), m => Assert.InRange(m, 0, 1e-3));
        Assert.Equal(2, related.Surest(0, 2).Count);
        Assert.Empty(related.Surest(1.1f, 2));
    }

    [Fact]
    public void Relate_MapThatIsNoNumber_SaysSo()
    {
        using var network = Make(true, true);
        using var model = Open(network);
        using var features = FeatureMap.From([.. Enumerable.Repeat(float.NaN, Features * Cells * Cells)], 1, Features, Cells, Cells);

        Assert.Contains("no numbers", Assert.Throws<UserException>(() => model.Relate(features, [left, right], ["dog", "ball"])).Message);
    }

    private RelationModel Open(RvlBert network)
    {
        RelationExport.Write(network, Cells, folder.Path);
        File.WriteAllLines(folder.File("names.txt"), words);
        File.WriteAllLines(folder.File("predicates.txt"), ["on", "left of", "holding"]);
        return new RelationModel(new BundleRelations(folder.File("relations.onnx"), folder.File("names.txt"), folder.File("predicates.txt"), 3, 0,
            new Dictionary<string, double>(), new Dictionary<string, string>()), Features, Device.Cpu, 1);
    }

    private static RvlBert Make(bool spatial, bool masks, bool pairGeometry = false, bool roles = false)
    {
        manual_seed(5);
        var network = new RvlBert(new RvlBertConfig(VlConfig.Tiny(Features, words.Length), 3, 3, spatial, masks, PairGeometry: pairGeometry, Roles: roles));
        // What a new network does not do yet, so that the check sees it.
        foreach (var (name, parameter) in network.named_parameters())
            if (name.StartsWith("masks.visualNorm", StringComparison.Ordinal)) nn.init.normal_(parameter);
        foreach (var (name, buffer) in network.named_buffers())
            if (name.StartsWith("masks.norm.running", StringComparison.Ordinal)) buffer.copy_(rand(buffer.shape) + 0.5);
        return network;
    }

    private static Tensor Map()
    {
        using var random = new Generator(8);
        return rand([1, Features, Cells, Cells], generator: random);
    }
}
