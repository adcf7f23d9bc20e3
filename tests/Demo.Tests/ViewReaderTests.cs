using VlDistill.Demo.Views;

namespace VlDistill.Demo.Tests;

[Collection("display")]
public sealed class ViewReaderTests
{
    [DisplayFact]
    public void Read_TwoReadersOfOneDrawing_GetTheSamePictureOfTheDrawingBefore()
    {
        using var screen = new Screen(new DemoOptions { Headless = true, Width = 320, Height = 180 }, new ViewState());
        using var reader = new ViewReader(screen);
        byte[] first = new byte[320 * 180 * 4], second = new byte[320 * 180 * 4];

        reader.Drawn(TimeSpan.FromSeconds(1));
        Assert.False(reader.Read(first, out _), "nothing was requested before");
        Assert.False(reader.Read(second, out _), "a second reader must not read twice");
        reader.Drawn(TimeSpan.FromSeconds(1.1));
        Assert.False(reader.HasRead);
        Assert.True(reader.Read(first, out var drawn));
        Assert.True(reader.HasRead);
        first[0] = 77;
        Assert.True(reader.Read(second, out _));

        Assert.Equal(TimeSpan.FromSeconds(1), drawn);
        Assert.Equal(77, second[0]);
    }

    [DisplayFact]
    public void Read_AfterALongPause_HasNoPictureAtFirst()
    {
        using var screen = new Screen(new DemoOptions { Headless = true, Width = 320, Height = 180 }, new ViewState());
        using var reader = new ViewReader(screen);
        byte[] picture = new byte[320 * 180 * 4];
        reader.Drawn(TimeSpan.FromSeconds(1));
        reader.Read(picture, out _);

        reader.Drawn(TimeSpan.FromSeconds(9));
        Assert.False(reader.Read(picture, out _));
        reader.Drawn(TimeSpan.FromSeconds(9.05));

        Assert.True(reader.Read(picture, out _));
    }
}
