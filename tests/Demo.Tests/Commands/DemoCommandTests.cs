using System.CommandLine;
using VlDistill.Demo.Commands;

namespace VlDistill.Demo.Tests.Commands;

public sealed class DemoCommandTests
{
    [Theory]
    [InlineData("--seconds", "abc")]
    [InlineData("--seconds", "0")]
    [InlineData("--lanes", "two")]
    [InlineData("--device", "tpu")]
    [InlineData("--fullscreen", "yes")]
    [InlineData("--camera-mode", "big")]
    public void Invoke_BadArgument_IsAUsageError(params string[] arguments)
    {
        using var output = new StringWriter();

        int code = new RootCommand { new DemoCommand() }.Parse(["demo", .. arguments]).Invoke(new InvocationConfiguration { Output = output, Error = output });

        Assert.Equal(ExitCode.Usage, code);
    }

    [Fact]
    public void Invoke_ListCameras_WritesAtLeastOneLine()
    {
        using var output = new StringWriter();

        int code = new RootCommand { new DemoCommand() }.Parse(["demo", "--list-cameras"]).Invoke(new InvocationConfiguration { Output = output });

        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("camera", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Invoke_NoBundleThere_NamesTheFolder()
    {
        using var folder = new TemporaryFolder();
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false };

        var fault = Assert.Throws<UserException>(
            () => new RootCommand { new DemoCommand() }.Parse(["demo", "--headless", "--bundle", folder.Path]).Invoke(configuration));

        Assert.Contains(folder.Path, fault.Message, StringComparison.Ordinal);
    }
}
