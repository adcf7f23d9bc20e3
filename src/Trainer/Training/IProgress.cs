namespace VlDistill.Trainer.Training;

/// <summary>Hears how a stage goes on.</summary>
public interface IProgress
{
    /// <summary>A stage starts at <paramref name="done"/> of <paramref name="total"/>.</summary>
    void Begin(string stage, long done, long total);

    /// <summary>One step is done.</summary>
    void Report(long done, double? loss = null, double? best = null);

    /// <summary>Dev figures were measured.</summary>
    void Evaluated(long step, IReadOnlyDictionary<string, double> figures);

    /// <summary>Something to say besides.</summary>
    void Say(string line);

    void End();
}
