using OpenCvSharp;
using VlDistill.Trainer.Drawing;

namespace VlDistill.Trainer.Tests.Drawing;

public sealed class LabelPlacesTests
{
    private static readonly Size label = new(40, 10);

    [Fact]
    public void Take_RoomAbove_StandsOnTheBox() => Assert.Equal(new Rect(20, 40, 40, 10), new LabelPlaces(new Size(200, 100)).Take(new Rect(20, 50, 60, 30), label));

    [Fact]
    public void Take_BoxAtTheTop_StandsInside() => Assert.Equal(new Rect(20, 3, 40, 10), new LabelPlaces(new Size(200, 100)).Take(new Rect(20, 3, 60, 30), label));

    [Fact]
    public void Take_BoxAtTheRight_StaysInThePicture() => Assert.Equal(160, new LabelPlaces(new Size(200, 100)).Take(new Rect(190, 50, 10, 10), label).X);

    [Fact]
    public void Take_SameBoxThrice_PlacesDoNotMeet()
    {
        var places = new LabelPlaces(new Size(200, 100));
        Rect[] taken = [.. Enumerable.Range(0, 3).Select(_ => places.Take(new Rect(20, 50, 60, 30), label))];

        Assert.Equal(3, taken.Select(t => t.Y / 10).Distinct().Count());
    }

    [Fact]
    public void Take_NoRoomLeft_StillGivesAPlace()
    {
        var places = new LabelPlaces(new Size(40, 10));

        Assert.All(Enumerable.Range(0, 3), _ => Assert.Equal(new Rect(0, 0, 40, 10), places.Take(new Rect(0, 0, 40, 10), label)));
    }

    [Fact]
    public void Take_PictureSmallerThanTheLabel_StandsInTheCorner() => Assert.Equal(new Rect(0, 0, 40, 10), new LabelPlaces(new Size(8, 8)).Take(new Rect(2, 2, 4, 4), label));
}
