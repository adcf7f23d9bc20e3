using VlDistill.Frames;

namespace VlDistill.Trainer.Commands;

/// <summary>Runs one piece of work per picture, as many at a time as there are cores, and keeps the results in order.</summary>
public static class PictureBatch
{
    /// <summary>A picture that cannot be read does not stop the others; <paramref name="save"/> gets what was done before the fault is told.</summary>
    /// <exception cref="UserException">Some pictures could not be read; names the first.</exception>
    public static void Run<T>(IReadOnlyList<string> pictures, Func<string, Frame, T> work, Action<IReadOnlyList<T>> save, PictureProgress progress)
        where T : class
    {
        var results = new T?[pictures.Count];
        var faults = new UserException?[pictures.Count];
        Parallel.For(0, pictures.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            try
            {
                using var frame = PictureReader.Read(pictures[i]);
                results[i] = work(Path.GetFileName(pictures[i]), frame);
            }
            catch (UserException e)
            {
                faults[i] = e;
            }
            progress.Advance();
        });
        save([.. results.OfType<T>()]);

        var faulty = faults.OfType<UserException>().ToArray();
        if (faulty.Length > 0)
            throw new UserException(faulty[0].Message + (faulty.Length > 1 ? $" (and {faulty.Length - 1} more)" : "") + $"; done all the same: {pictures.Count - faulty.Length}", faulty[0]);
    }
}
