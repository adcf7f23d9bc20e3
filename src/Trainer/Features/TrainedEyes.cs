using TorchSharp;
using VlDistill.Regions;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Features;

/// <summary>Eyes from a checkpoint, student's or teacher's: the metadata says which.</summary>
public static class TrainedEyes
{
    /// <summary>Builds the network and reads its weights; the result is in evaluation mode.</summary>
    /// <exception cref="UserException">The checkpoint is absent, damaged or no eyes.</exception>
    public static nn.Module Load(string checkpoint)
    {
        var model = Build(checkpoint);
        Checkpoint.Load(checkpoint, model);
        model.eval();
        return model;
    }

    /// <summary>Channels and cells per side of the map, and the side of the stored pictures the network was trained on, in pixels.</summary>
    public static (int Channels, int Side, int PictureSize) Shape(string checkpoint)
    {
        using var model = Build(checkpoint);
        var pictureSize = NetworkDescription.PictureSize(SafeTensors.ReadMetadata(checkpoint));
        return model switch
        {
            StudentEyes student => (student.FeatureChannels, student.FeatureSize, pictureSize),
            TeacherEyes teacher => (teacher.FeatureChannels, teacher.FeatureSize, pictureSize),
            _ => throw new InvalidOperationException($"{model.GetName()} has no map"),
        };
    }

    /// <summary>uint8 pictures (B, S, S, 3) → maps (B, C, h, w) and, for the student's eyes, boxes per picture.</summary>
    public static (Tensor Maps, IReadOnlyList<IReadOnlyList<Region>> Boxes) See(nn.Module model, Tensor pictures, BoxReading reading)
    {
        if (model is not StudentEyes student)
            return (((TeacherEyes)model).Features(pictures), [.. Enumerable.Repeat(Array.Empty<Region>(), (int)pictures.shape[0])]);
        var output = student.call(pictures);
        return (output.Features, reading.Read(output.Detections));
    }

    private static nn.Module Build(string checkpoint)
    {
        var metadata = SafeTensors.ReadMetadata(checkpoint);
        return NetworkDescription.Is<TeacherEyesConfig>(metadata)
            ? new TeacherEyes(NetworkDescription.Read<TeacherEyesConfig>(checkpoint, metadata))
            : new StudentEyes(NetworkDescription.Read<StudentEyesConfig>(checkpoint, metadata));
    }
}
