using VlDistill.Trainer.Experiments;

namespace VlDistill.Trainer.Tests.Experiments;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(0.82149, "0.8215")]
    [InlineData(0.0123456, "0.0123")]
    [InlineData(0.00001234, "1.23e-5")]
    [InlineData(52.34, "52.3")]
    [InlineData(0, "0")]
    [InlineData(3.7e-17, "0")]
    [InlineData(-3.7e-17, "0")]
    public void Number_OfAnySize_IsShort(double value, string expected) => Assert.Equal(expected, Figures.Number(value));

    [Theory]
    [InlineData(0.0312, "+3.1 %")]
    [InlineData(-0.5, "−50.0 %")]
    [InlineData(0.0, "0.0 %")]
    [InlineData(null, "–")]
    public void Percent_OfAShare_IsSignedAndNothingIsADash(double? share, string expected) => Assert.Equal(expected, Figures.Percent(share));
}
