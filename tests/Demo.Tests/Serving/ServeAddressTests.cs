using VlDistill.Demo.Serving;

namespace VlDistill.Demo.Tests.Serving;

public sealed class ServeAddressTests
{
    [Theory]
    [InlineData(null, "127.0.0.1:8080", true)]
    [InlineData("", "127.0.0.1:8080", true)]
    [InlineData(":9000", "127.0.0.1:9000", true)]
    [InlineData("localhost", "localhost:8080", true)]
    [InlineData("localhost:0", "localhost:0", true)]
    [InlineData("127.0.0.1", "127.0.0.1:8080", true)]
    [InlineData("[::1]:81", "[::1]:81", true)]
    [InlineData("0.0.0.0:8081", "0.0.0.0:8081", false)]
    [InlineData("*", "*:8080", false)]
    public void Parse_HostAndPort_EachWithItsDefault(string? text, string expected, bool loopback)
    {
        var address = ServeAddress.Parse(text);

        Assert.Equal((expected, loopback), (address.ToString(), address.IsLoopback));
    }

    [Theory]
    [InlineData("localhost:eighty")]
    [InlineData("localhost:70000")]
    [InlineData("8080")]
    [InlineData("no such host:80")]
    [InlineData("http://localhost:80")]
    public void Parse_NoAddress_SaysHowToWriteOne(string text)
    {
        var fault = Assert.Throws<UserException>(() => ServeAddress.Parse(text));

        Assert.StartsWith($"--serve {text}: ", fault.Message);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void GuardedBy_OtherMachinesWithoutToken_IsRefused()
    {
        Assert.Contains("--token", Assert.Throws<UserException>(() => ServeAddress.Parse("0.0.0.0:80").GuardedBy(" ")).Message);
        ServeAddress.Parse("0.0.0.0:80").GuardedBy("secret");
        ServeAddress.Parse(null).GuardedBy(null);
    }
}
