using OpenCvSharp;

namespace VlDistill.Compat.OpenCvSharp.Tests;

public sealed class MatTests
{
    [Fact]
    public void FromPixelData_Array_SharesItsMemory()
    {
        byte[] pixels = [1, 2, 3, 4, 5, 6];
        using var mat = Mat.FromPixelData(1, 2, MatType.CV_8UC3, pixels);

        mat.Set(0, 1, new Vec3b(7, 8, 9));

        Assert.Equal([1, 2, 3, 7, 8, 9], pixels);
        Assert.Equal((2, 1, 3), (mat.Width, mat.Height, mat.Channels()));
        Assert.Equal(MatType.CV_8UC3, mat.Type());
    }

    [Fact]
    public void Roi_OfLargerPicture_ViewsItsRows()
    {
        using var whole = new Mat(4, 5, MatType.CV_8UC1, new Scalar(1));
        using var view = new Mat(whole, new Rect(1, 2, 3, 2));

        view.SetTo(new Scalar(9));

        Assert.True(whole.IsContinuous());
        Assert.False(view.IsContinuous());
        Assert.Equal(5, view.Step());
        Assert.True(whole.GetArray(out byte[] all));
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 9, 9, 9, 1, 1, 9, 9, 9, 1], all);
        Assert.True(view.GetArray(out byte[] part));
        Assert.Equal([9, 9, 9, 9, 9, 9], part);
    }

    [Fact]
    public void Clone_ThenChange_LeavesTheOriginal()
    {
        using var original = new Mat(2, 2, MatType.CV_32FC1, new Scalar(1.5));
        using var clone = original.Clone();

        clone.At<float>(0, 0) = 4;

        Assert.Equal(1.5f, original.Get<float>(0, 0));
        Assert.Equal(4f, clone.Get<float>(0, 0));
    }

    [Fact]
    public void ArrowedLine_LevelArrow_ReachesBothEndsAndWidensAtTheTip()
    {
        using var mat = new Mat(9, 20, MatType.CV_8UC1, Scalar.All(0));

        Cv2.ArrowedLine(mat, new Point(2, 4), new Point(17, 4), Scalar.All(255), tipLength: 0.2);

        Assert.Equal([255, 255, 0, 0], new[] { mat.At<byte>(4, 2), mat.At<byte>(4, 17), mat.At<byte>(4, 19), mat.At<byte>(3, 3) });
        Assert.Equal(255, mat.At<byte>(2, 15));
    }

    [Fact]
    public void SetArray_WrongLength_Throws()
    {
        using var mat = new Mat(2, 2, MatType.CV_8UC1);

        Assert.Throws<OpenCvSharpException>(() => mat.SetArray<byte>(1, 2, 3));
    }

    [Fact]
    public void Roi_OutsideThePicture_ThrowsOpenCVException()
    {
        using var mat = new Mat(2, 2, MatType.CV_8UC1);

        var error = Assert.Throws<OpenCVException>(() => new Mat(mat, new Rect(1, 1, 5, 5)));

        Assert.Equal(ErrorCode.StsAssert, error.Status);
    }

    [Fact]
    public void Use_AfterDispose_ThrowsObjectDisposedException()
    {
        var mat = new Mat(2, 2, MatType.CV_8UC1);
        mat.Dispose();
        mat.Dispose();

        Assert.Throws<ObjectDisposedException>(() => mat.Rows);
    }

    [Fact]
    public void ConvertTo_Float_ScalesAndShifts()
    {
        using var bytes = Mat.FromPixelData(1, 3, MatType.CV_8UC1, new byte[] { 0, 51, 255 });
        using var floats = new Mat();

        bytes.ConvertTo(floats, MatType.CV_32FC1, 1 / 255.0, 1);

        Assert.True(floats.GetArray(out float[] values));
        Assert.Equal([1f, 1.2f, 2f], values);
    }
}
