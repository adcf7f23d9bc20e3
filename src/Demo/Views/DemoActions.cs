namespace VlDistill.Demo.Views;

/// <summary>What keys and clicks may ask of the program beyond the view itself.</summary>
public sealed record DemoActions
{
    public required Action Pause { get; init; }

    public required Action FullScreen { get; init; }

    public required Action Snapshot { get; init; }

    public required Action Quit { get; init; }

    /// <summary>Begins or ends a recording.</summary>
    public required Action Record { get; init; }

    /// <summary>Goes on to the next camera.</summary>
    public required Action NextCamera { get; init; }

    /// <summary>Loads the models chosen for left and right.</summary>
    public required Action<IReadOnlyList<string>> Show { get; init; }

    /// <summary>Asks every model a question.</summary>
    public required Action<string> Ask { get; init; }

    /// <summary>Looks for things by name; none at all ends it.</summary>
    public required Action<IReadOnlyList<string>> Find { get; init; }

    /// <summary>Takes the models of another bundle folder.</summary>
    public required Action<string> Load { get; init; }
}
