namespace VlDistill.Trainer.Experiments;

/// <summary>One call of this program that an ablation needs.</summary>
/// <param name="Key">What it makes; two cells that need the same thing share one job.</param>
/// <param name="Title">For progress lines.</param>
/// <param name="Needs">Keys of jobs that must be done before.</param>
/// <param name="Arguments">Of the program.</param>
/// <param name="Log">File its output goes to.</param>
/// <param name="IsDone">Whether its result is there already.</param>
public sealed record Job(string Key, string Title, IReadOnlyList<string> Needs, IReadOnlyList<string> Arguments, string Log, Func<bool> IsDone);
