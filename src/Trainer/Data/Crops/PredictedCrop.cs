using VlDistill.Datasets;

namespace VlDistill.Trainer.Data.Crops;

/// <summary>What a network took an object for.</summary>
/// <param name="FileName">The picture it was cut from.</param>
public sealed record PredictedCrop(string FileName, string Class, string Predicted)
{
    /// <exception cref="UserException">Absent or of another form.</exception>
    public static IReadOnlyList<PredictedCrop> Load(string path) => JsonFile.Read<List<PredictedCrop>>(path);

    public static void Save(string path, IReadOnlyList<PredictedCrop> crops) => JsonFile.Write(path, crops, readable: false);
}
