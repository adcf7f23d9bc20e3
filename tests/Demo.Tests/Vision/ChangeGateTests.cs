using VlDistill.Demo.Vision;
using VlDistill.Frames;
using VlDistill.Regions;

namespace VlDistill.Demo.Tests.Vision;

public sealed class ChangeGateTests
{
    private static readonly RegionSet Nothing = RegionSet.From([]);
    private readonly ChangeGate gate = new();

    [Fact]
    public void Admits_StillButNoisyScene_OnceASecond()
    {
        var noise = new Random(1);

        int admitted = Enumerable.Range(0, 90).Count(i => gate.Admits(Picture(i, _ => (byte)(120 + noise.Next(-8, 9))), Nothing));

        Assert.Equal(3, admitted);
    }

    [Fact]
    public void Admits_SlowPan_WhenItAddsUp()
    {
        // A stripe pattern of 32 pixels that moves 1 pixel a frame.
        int admitted = Enumerable.Range(0, 30).Count(i => gate.Admits(Picture(i, x => (byte)((x + i) % 64 < 32 ? 60 : 180)), Nothing));

        Assert.InRange(admitted, 10, 30);
    }

    [Fact]
    public void Admits_SamePictureOtherBoxes_True()
    {
        var left = RegionSet.From([new Region(new Box(0, 0, 0.4f, 0.4f), 0, 0.9f)]);
        var right = RegionSet.From([new Region(new Box(0.5f, 0, 0.9f, 0.4f), 0, 0.9f)]);

        Assert.Equal(
            [true, false, true, false],
            new[] { left, left, right, right }.Select((regions, i) => gate.Admits(Picture(i, _ => 100), regions)));
    }

    [Fact]
    public void Admits_Always_LetsTheSameFrameThrough()
    {
        var always = new ChangeGate(always: true);

        Assert.All(Enumerable.Range(0, 5), i => Assert.True(always.Admits(Picture(i, _ => 100), Nothing)));
    }

    [Fact]
    public void Overlap_OneOfTwoBoxesGone_IsHalf() => Assert.Equal(
        0.5,
        ChangeGate.Overlap(
            [new Region(new Box(0, 0, 0.4f, 0.4f), 0, 1), new Region(new Box(0.5f, 0, 0.9f, 0.4f), 0, 1)],
            [new Region(new Box(0.5f, 0, 0.9f, 0.4f), 1, 1)]),
        5);

    // Thirty a second.
    private static Frame Picture(int frame, Func<int, byte> colour)
    {
        byte[] pixels = new byte[160 * 120 * 3];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = colour(i / 3 % 160);
        return new Frame(frame, TimeSpan.FromSeconds(frame / 30.0), 160, 120, pixels);
    }
}
