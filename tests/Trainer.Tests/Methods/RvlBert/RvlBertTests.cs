using TorchSharp;
using VlDistill.Datasets;
using VlDistill.Regions;
using VlDistill.Text;
using VlDistill.Trainer.Methods.RvlBert;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;
using Network = VlDistill.Trainer.Methods.RvlBert.RvlBert;

namespace VlDistill.Trainer.Tests.Methods.RvlBert;

public sealed class RvlBertTests
{
    private const int Features = 6, Words = 20, Cells = 4;
    private static readonly Box left = new(0, 0.2f, 0.3f, 0.8f), right = new(0.6f, 0.2f, 1, 0.8f), top = new(0.3f, 0, 0.6f, 0.2f);

    [Fact]
    public void Parameters_EverySwitch_AddsItsModuleAndChangesNothingElse()
    {
        var (basic, spatial, masks, full) = (Named(false, false), Named(true, false), Named(false, true), Named(true, true));

        Assert.All(spatial.Keys.Except(basic.Keys), name => Assert.StartsWith("spatial.", name));
        Assert.All(masks.Keys.Except(basic.Keys), name => Assert.StartsWith("masks.", name));
        Assert.Equal(full.Keys.Order(), spatial.Keys.Union(masks.Keys).Order());
        foreach (var other in new[] { spatial, masks, full })
            foreach (var (name, values) in basic) Assert.Equal(values, other[name]);
    }

    [Fact]
    public void Forward_MasksOfANewNetwork_LeaveThePredicateAsItIs()
    {
        using var scope = NewDisposeScope();
        var input = Read(7, [left, right], [[8, 0], [9, 10]]);

        var (without, with) = (Make(true, false).call(input), Make(true, true).call(input));

        Assert.Equal(0, Distance(without.Logits, with.Logits), 6);
        Assert.Null(without.Masks);
        Assert.Equal([2, Cells, Cells], with.Masks!.Subjects.shape);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Forward_MovedBox_ChangesTheSpatialNetworkAtLeastAsItsRegions(bool spatial)
    {
        using var scope = NewDisposeScope();
        using var network = Make(spatial, false);
        var input = Read(7, [left, right], [[8, 0], [9, 10]]);

        var same = network.call(input).Logits;
        var moved = network.call(input with { Boxes = input.Boxes * 0.5 }).Logits;

        // The regions stay where they are: only the spatial module reads the boxes beside them.
        Assert.Equal(spatial, Distance(same, moved) > 1e-4);
    }

    [Fact]
    public void Roles_AtFirst_AreAsLoudAsTheTokensTheyMark()
    {
        using var network = Make(false, false, roles: true);

        // Tokens of regions leave a layer norm: root mean square 1.
        Assert.InRange(network.Roles!.pow(2).mean().sqrt().item<float>(), 0.5, 2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Forward_SubjectAndObjectOfOneName_AreToldApartByTheirRoles(bool roles)
    {
        using var scope = NewDisposeScope();
        using var network = Make(false, false, roles: roles);

        // The pairs (0, 1) and (1, 0): the same regions, the same names.
        var logits = network.call(Read(7, [left, right], [[8, 0], [8, 0]])).Logits;

        Assert.Equal(roles, Distance(logits[0], logits[1]) > 1e-5);
    }

    [Fact]
    public void Forward_NameOfTwoWords_IsTheMeanOfBoth()
    {
        using var scope = NewDisposeScope();
        using var network = Make(false, false);
        // Words 9 and 10 get one vector; their mean is that vector.
        using (no_grad())
        {
            var table = network.Transformer.state_dict()["words.weight"];
            table[10].copy_(table[9]);
        }

        var (one, two) = (network.call(Read(7, [left, right], [[8, 0], [9, 0]])).Logits, network.call(Read(7, [left, right], [[8, 0], [9, 10]])).Logits);

        Assert.Equal(0, Distance(one, two), 6);
        Assert.True(Distance(one, network.call(Read(7, [left, right], [[8, 0], [11, 0]])).Logits) > 1e-5);
    }

    [Fact]
    public void Forward_PairsOfSeveralPictures_AreThoseOfEachAlone()
    {
        using var scope = NewDisposeScope();
        using var network = Make(true, true);
        nn.init.normal_(network.named_parameters().Single(p => p.name == "masks.visualNorm.weight").parameter);
        var (first, second) = (Asked(0, [left, right], [[8, 0], [9, 10]]), Asked(1, [top, left, right], [[12, 0], [8, 0], [9, 0]]));
        var maps = Maps(7, 2);

        var both = network.call(RelationReader.Of(maps, [first, second])).Logits;
        var apart = cat([network.call(RelationReader.Of(maps.narrow(0, 0, 1), [first])).Logits, network.call(RelationReader.Of(maps.narrow(0, 1, 1), [second])).Logits], 0);

        Assert.Equal([8, 4], both.shape);
        Assert.Equal(0, Distance(both, apart), 5);
    }

    [Theory]
    [InlineData("identical boxes", false)]
    [InlineData("identical boxes", true)]
    [InlineData("empty boxes", false)]
    [InlineData("empty boxes", true)]
    [InlineData("boxes turned inside out", true)]
    [InlineData("constant map", false)]
    [InlineData("empty masks", false)]
    [InlineData("unknown names", false)]
    [InlineData("no names", false)]
    [InlineData("one region", true)]
    public void Step_Limits_AreNumbersWithTheirGradients(string limit, bool pairGeometry)
    {
        using var scope = NewDisposeScope();
        using var network = Make(true, true, pairGeometry);
        network.train();
        VlDistill.Trainer.Models.LaneDropout.Attach(network, new Generator(1));
        nn.init.normal_(network.named_parameters().Single(p => p.name == "masks.visualNorm.weight").parameter);
        Box[] boxes = limit switch
        {
            "identical boxes" => [left, left],
            "empty boxes" => [new(0, 0, 0, 0), new(1, 1, 1, 1)],
            "boxes turned inside out" => [new(0.8f, 0.9f, 0.1f, 0.2f), left],
            _ => [left, right],
        };
        long[][] names = limit switch { "unknown names" => [[Vocabulary.Unknown, 0], [Vocabulary.Unknown, 0]], "no names" => [[0, 0], [0, 0]], _ => [[8, 0], [9, 10]] };
        // A picture with one region has no pair, and stands in a batch with others.
        AskedPicture[] asked = limit == "one region" ? [Asked(0, [left], [[8, 0]]), Asked(1, boxes, names)] : [Asked(0, boxes, names)];
        var objects = asked.Sum(a => a.Picture.Content.Boxes.Count);
        var input = RelationReader.Of(limit == "constant map" ? zeros(1, Features, Cells, Cells) : Maps(7, asked.Length), asked);
        var seen = limit == "empty masks" ? zeros(objects, Cells, Cells) : tensor(BoxMasks.Of([.. asked.SelectMany(a => a.Picture.Content.Boxes.Select(b => b.Box))], Cells, Cells), [objects, Cells, Cells]);

        var output = network.call(input);
        var loss = RelationLosses.Predicates(output.Logits, tensor(new long[] { 0, 3 })).Value + RelationLosses.Masks(output.Masks!, seen, input.Subjects, input.Objects).Value;
        loss.backward();

        Assert.Equal([2, 4], output.Logits.shape);
        Assert.True(double.IsFinite(loss.ToDouble()), limit);
        Assert.All(network.named_parameters().Where(p => p.parameter.grad is not null), p => Assert.True(double.IsFinite(p.parameter.grad!.abs().sum().ToDouble()), p.name));
        Assert.True(network.named_parameters().Single(p => p.name == "head.classes.weight").parameter.grad!.abs().sum().ToDouble() > 0);
    }

    [Fact]
    public void Read_Regions_AreWholeSubjectUnionObject()
    {
        using var scope = NewDisposeScope();
        var input = Read(7, [left, top], [[8, 0], [9, 0]]);

        Assert.Equal([0, 0, 1, 1, 0, 0.2f, 0.3f, 0.8f, 0, 0, 0.6f, 0.8f, 0.3f, 0, 0.6f, 0.2f], input.Places[0].contiguous().data<float>().ToArray());
        Assert.Equal(0, Distance(input.Regions.select(1, 0)[0], input.Maps[0].mean([1, 2])), 4);
        Assert.Equal([0, 1], input.Subjects.data<long>().ToArray());
        Assert.Equal([1, 0], input.Objects.data<long>().ToArray());
    }

    private static Dictionary<string, float[]> Named(bool spatial, bool masks)
    {
        using var scope = NewDisposeScope();
        using var network = Make(spatial, masks);
        return network.named_parameters().ToDictionary(p => p.name, p => p.parameter.contiguous().data<float>().ToArray());
    }

    private static Network Make(bool spatial, bool masks, bool pairGeometry = false, bool roles = false)
    {
        manual_seed(5);
        var network = new Network(new RvlBertConfig(VlConfig.Tiny(Features, Words), 3, 2, spatial, masks, PairGeometry: pairGeometry, Roles: roles));
        network.eval();
        return network;
    }

    private static Tensor Maps(long seed, int pictures)
    {
        using var random = new Generator((ulong)seed);
        return rand([pictures, Features, Cells, Cells], generator: random);
    }

    private static RelationInput Read(long seed, Box[] boxes, long[][] names) => RelationReader.Of(Maps(seed, 1), [Asked(0, boxes, names)]);

    private static AskedPicture Asked(int number, Box[] boxes, long[][] names)
    {
        var picture = new PairPicture(number, new RelationPicture("", 0, 0, [.. boxes.Select(b => new NamedBox("", b))], []), names, []);
        return new AskedPicture(picture, [.. picture.Pairs(0)]);
    }

    private static double Distance(Tensor a, Tensor b) => (a - b).abs().max().ToDouble();
}
