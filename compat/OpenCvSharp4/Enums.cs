namespace OpenCvSharp;

/// <summary>How a picture is resampled.</summary>
public enum InterpolationFlags
{
    Nearest = 0, Linear = 1, Cubic = 2, Area = 3, Lanczos4 = 4, LinearExact = 5, Max = 7, WarpFillOutliers = 8, WarpInverseMap = 16,
}

/// <summary>From one channel order to another.</summary>
public enum ColorConversionCodes
{
    BGR2BGRA = 0, RGB2RGBA = 0, BGRA2BGR = 1, RGBA2RGB = 1, BGR2RGBA = 2, RGB2BGRA = 2, RGBA2BGR = 3, BGRA2RGB = 3, BGR2RGB = 4,
    RGB2BGR = 4, BGRA2RGBA = 5, RGBA2BGRA = 5, BGR2GRAY = 6, RGB2GRAY = 7, GRAY2BGR = 8, GRAY2RGB = 8, GRAY2BGRA = 9, GRAY2RGBA = 9,
    BGRA2GRAY = 10, RGBA2GRAY = 11,
}

/// <summary>What a decoder makes of a picture.</summary>
public enum ImreadModes
{
    Grayscale = 0, Color = 1, AnyDepth = 2, AnyColor = 4, LoadGdal = 8, ReducedGrayscale2 = 16, ReducedColor2 = 17, ReducedGrayscale4 = 32,
    ReducedColor4 = 33, ReducedGrayscale8 = 64, ReducedColor8 = 65, IgnoreOrientation = 128, Unchanged = -1,
}

/// <summary>Settings of a source.</summary>
public enum VideoCaptureProperties
{
    PosMsec = 0, PosFrames = 1, PosAviRatio = 2, FrameWidth = 3, FrameHeight = 4, Fps = 5, FourCC = 6, FrameCount = 7, Format = 8, Mode = 9,
    Brightness = 10, Contrast = 11, Saturation = 12, Hue = 13, Gain = 14, Exposure = 15, ConvertRgb = 16, WhiteBalanceBlueU = 17,
    Rectification = 18, Monocrome = 19, Sharpness = 20, AutoExposure = 21, Gamma = 22, Temperature = 23, Trigger = 24, TriggerDelay = 25,
    WhiteBalanceRedV = 26, Zoom = 27, Focus = 28, Guid = 29, IsoSpeed = 30, BackLight = 32, Pan = 33, Tilt = 34, Roll = 35, Iris = 36,
    Settings = 37, BufferSize = 38, AutoFocus = 39, SARNum = 40, SARDen = 41, Backend = 42, Channel = 43, AutoWB = 44, WBTemperature = 45,
    CodecPixelFormat = 46, BitRate = 47, OrientationMeta = 48, OrientationAuto = 49, HwAcceleration = 50, HwDevice = 51,
}

/// <summary>Who reads or writes a video.</summary>
public enum VideoCaptureAPIs
{
    ANY = 0, V4L2 = 200, DSHOW = 700, MSMF = 1400, GSTREAMER = 1800, FFMPEG = 1900, IMAGES = 2000, OPENCV_MJPEG = 2200,
}

/// <summary>What lies outside a picture.</summary>
public enum BorderTypes
{
    Constant = 0, Replicate = 1, Reflect = 2, Wrap = 3, Reflect101 = 4, Default = 4, Transparent = 5, Isolated = 16,
}

/// <summary>Axis of a mirror image.</summary>
public enum FlipMode
{
    X = 0, Y = 1, XY = -1,
}

/// <summary>Settings of an encoder.</summary>
public enum ImwriteFlags
{
    JpegQuality = 1, JpegProgressive = 2, JpegOptimize = 3, JpegRstInterval = 4, JpegLumaQuality = 5, JpegChromaQuality = 6,
    PngCompression = 16, PngStrategy = 17,
}

/// <summary>How a line is drawn.</summary>
public enum LineTypes
{
    Link4 = 4, Link8 = 8, AntiAlias = 16,
}

/// <summary>OpenCV's own line fonts.</summary>
[Flags]
public enum HersheyFonts
{
    HersheySimplex = 0, HersheyPlain = 1, HersheyDuplex = 2, HersheyComplex = 3, HersheyTriplex = 4, HersheyComplexSmall = 5,
    HersheyScriptSimplex = 6, HersheyScriptComplex = 7, Italic = 16,
}

/// <summary>Why OpenCV refused.</summary>
public enum ErrorCode
{
    StsOk = 0, GpuNotSupported = -216, StsAssert = -215, StsBadMemBlock = -214, StsNotImplemented = -213, StsParseError = -212,
    StsOutOfRange = -211, StsUnsupportedFormat = -210, StsUnmatchedSizes = -209, StsBadMask = -208, StsBadPoint = -207, StsBadFlag = -206,
    StsUnmatchedFormats = -205, StsBadSize = -201, StsNullPtr = -27, BadOffset = -11, BadImageSize = -10, HeaderIsNull = -9,
    StsAutoTrace = -8, StsNoConv = -7, StsBadFunc = -6, StsBadArg = -5, StsNoMem = -4, StsInternal = -3, StsError = -2, StsBackTrace = -1,
}
