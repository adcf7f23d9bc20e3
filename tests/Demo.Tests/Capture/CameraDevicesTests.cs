using VlDistill.Demo.Capture;

namespace VlDistill.Demo.Tests.Capture;

public sealed class CameraDevicesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly CameraDevices devices;

    public CameraDevicesTests()
    {
        foreach (string name in new[] { "dev", "sys", "proc" }) Directory.CreateDirectory(folder.File(name));
        devices = new CameraDevices(folder.File("dev"), folder.File("sys"), folder.File("proc"));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Indices_MixedNodes_AreTheCamerasByNumber()
    {
        foreach (string name in new[] { "video10", "video2", "video", "videoX", "vbi0" }) Node(name);

        Assert.Equal([2, 10], devices.Indices());
    }

    [Fact]
    public void Name_ToldByTheSystem_IsThat()
    {
        Directory.CreateDirectory(folder.File("sys/video2"));
        File.WriteAllText(folder.File("sys/video2/name"), "Integrated Camera: Front\n");

        Assert.Equal("Integrated Camera: Front", devices.Name(2));
        Assert.Equal("camera 3", devices.Name(3));
    }

    [Fact]
    public void Trouble_NoNode_SaysAbsent() => Assert.StartsWith($"{devices.Node(4)} does not exist; plug the camera in", devices.Trouble(4));

    [SkippableFact]
    public void Trouble_ForbiddenNode_SaysWhichGroup()
    {
        Skip.If(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "root may open everything");
        Node("video0");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(devices.Node(0), UnixFileMode.None);

        Assert.Contains("group video", devices.Trouble(0));
    }

    [Fact]
    public void Trouble_NodeThatAnotherProgramHolds_NamesIt()
    {
        Node("video0");
        Directory.CreateDirectory(folder.File("proc/4711/fd"));
        File.WriteAllText(folder.File("proc/4711/comm"), "zoom\n");
        File.CreateSymbolicLink(folder.File("proc/4711/fd/7"), devices.Node(0));

        Assert.StartsWith($"{devices.Node(0)} is in use by zoom (process 4711); close that program", devices.Trouble(0));
    }

    [Fact]
    public void Trouble_FreeNodeWithoutPictures_SaysSo()
    {
        Node("video0");

        Assert.Contains("opens and gives no pictures", devices.Trouble(0));
    }

    [Fact]
    public void Describe_CameraAndMetadataNode_ShowsModesAndTrouble()
    {
        Node("video0");
        Node("video1");
        var list = new CameraList(devices, node => node.EndsWith('0') ? [new CameraMode(640, 480, 30), new CameraMode(1280, 720, 10)] : null, _ => null);

        var lines = list.Describe();

        Assert.Equal("camera:0  camera 0  640x480@30 1280x720@10", lines[0]);
        Assert.StartsWith("camera:1  camera 1  ", lines[1]);
        Assert.Contains("no pictures", lines[1]);
        Assert.Equal([0], list.Indices());
    }

    [Fact]
    public void Describe_NoCamera_IsOnePlainLine() =>
        Assert.Equal("no camera found; plug one in, or give a file, a folder or a URL with --source", Assert.Single(new CameraList(devices, _ => null, _ => null).Describe()));

    [Fact]
    public void Describe_SystemWithoutNodes_ProbesTheFirstTen()
    {
        var asked = new List<int>();
        var list = new CameraList(null, _ => null, index =>
        {
            asked.Add(index);
            return index == 3 ? new CameraMode(640, 480, 30) : null;
        });

        Assert.Equal("camera:3  camera 3  640x480@30", Assert.Single(list.Describe()));
        Assert.Equal(Enumerable.Range(0, 10), asked);
    }

    private void Node(string name) => File.WriteAllText(folder.File("dev/" + name), "");
}
