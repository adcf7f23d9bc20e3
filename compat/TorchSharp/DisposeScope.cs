namespace TorchSharp;

/// <summary>Disposes every tensor created on this thread between its start and its end, unless moved out.</summary>
public sealed class DisposeScope : IDisposable
{
    [ThreadStatic] private static DisposeScope? current;

    private readonly HashSet<IDisposable> disposables = new(ReferenceEqualityComparer.Instance);
    private readonly DisposeScope? outer;
    private bool closed;

    internal DisposeScope()
    {
        outer = current;
        current = this;
    }

    internal static DisposeScope? Current => current;

    public int DisposablesCount => disposables.Count;

    public bool Contains(IDisposable disposable) => disposables.Contains(disposable);

    public void Attach(IDisposable disposable)
    {
        if (disposable is torch.Tensor tensor)
        {
            tensor.Owner?.disposables.Remove(tensor);
            tensor.Owner = this;
        }
        disposables.Add(disposable);
    }

    public T Detach<T>(T disposable) where T : IDisposable
    {
        disposables.Remove(disposable);
        if (disposable is torch.Tensor tensor && tensor.Owner == this)
        {
            tensor.Owner = null;
        }
        return disposable;
    }

    /// <summary>Hands the object to the enclosing scope; without one it lives until disposed or collected.</summary>
    public T MoveToOuter<T>(T disposable) where T : IDisposable => Move(outer, disposable);

    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable => Move(scope, disposable);

    public void DisposeEverything()
    {
        foreach (var disposable in disposables.ToArray())
        {
            disposable.Dispose();
        }
        disposables.Clear();
    }

    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        bool owned = disposables.Remove(keep);
        DisposeEverything();
        if (owned)
        {
            disposables.Add(keep);
        }
        return keep;
    }

    public void MarkAsDisposed(IDisposable disposable) => disposables.Remove(disposable);

    public void Dispose()
    {
        if (closed)
        {
            return;
        }
        closed = true;
        DisposeEverything();
        if (current == this)
        {
            current = outer;
        }
    }

    private T Move<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        if (scope is null)
        {
            Detach(disposable);
        }
        else
        {
            disposables.Remove(disposable);
            scope.Attach(disposable);
        }
        return disposable;
    }
}
