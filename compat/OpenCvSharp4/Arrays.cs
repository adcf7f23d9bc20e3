namespace OpenCvSharp;

/// <summary>A matrix handed to a function to read.</summary>
public class InputArray : CvObject
{
    internal Mat Mat { get; }

    internal InputArray(Mat mat) => Mat = mat;

    public static InputArray Create(Mat mat) => new(mat ?? throw new ArgumentNullException(nameof(mat)));

    public static implicit operator InputArray(Mat mat) => mat is null ? null! : new(mat);
}

/// <summary>A matrix handed to a function to write.</summary>
public class OutputArray : CvObject
{
    internal Mat Mat { get; }

    internal OutputArray(Mat mat) => Mat = mat;

    public static OutputArray Create(Mat mat) => new(mat ?? throw new ArgumentNullException(nameof(mat)));

    public static implicit operator OutputArray(Mat mat) => new(mat ?? throw new ArgumentNullException(nameof(mat)));
}

/// <summary>A matrix handed to a function to change.</summary>
public class InputOutputArray : OutputArray
{
    internal InputOutputArray(Mat mat) : base(mat) { }

    public static new InputOutputArray Create(Mat mat) => new(mat ?? throw new ArgumentNullException(nameof(mat)));

    public static implicit operator InputOutputArray(Mat mat) => new(mat ?? throw new ArgumentNullException(nameof(mat)));
}
