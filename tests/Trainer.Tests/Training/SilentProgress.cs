using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Tests.Training;

/// <summary>Progress that nobody watches.</summary>
public sealed class SilentProgress : IProgress
{
    public void Begin(string stage, long done, long total)
    {
    }

    public void Report(long done, double? loss, double? best)
    {
    }

    public void Evaluated(long step, IReadOnlyDictionary<string, double> figures)
    {
    }

    public void Say(string line)
    {
    }

    public void End()
    {
    }
}
