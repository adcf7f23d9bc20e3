using VlDistill.Demo.Capture;

namespace VlDistill.Demo.Tests.Capture;

public sealed class CameraModeTests
{
    [Theory]
    [InlineData("1280x720@30", 1280, 720, 30)]
    [InlineData("640X480@29.97", 640, 480, 29.97)]
    [InlineData("320x240", 320, 240, 0)]
    public void Parse_SizeAndRate_ReadsThem(string text, int width, int height, double fps) =>
        Assert.Equal(new CameraMode(width, height, fps), CameraMode.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("1280")]
    [InlineData("1280x720@")]
    [InlineData("1280x720@0")]
    [InlineData("0x720@30")]
    [InlineData("99999x99999@30")]
    [InlineData("-640x480")]
    [InlineData("640x480@30fps")]
    [InlineData("999999999999x480")]
    public void Parse_AnythingElse_IsNull(string text) => Assert.Null(CameraMode.Parse(text));

    [Theory]
    [InlineData("640x480@30", "640x480@29.97", true)]
    [InlineData("640x480", "640x480@15", true)]
    [InlineData("640x480@30", "640x480@15", false)]
    [InlineData("1920x1080@30", "640x480@30", false)]
    public void IsMetBy_WhatTheCameraGives_ForgivesRounding(string wished, string given, bool met) =>
        Assert.Equal(met, CameraMode.Parse(wished)!.IsMetBy(CameraMode.Parse(given)!));
}
