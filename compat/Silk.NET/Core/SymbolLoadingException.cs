namespace Silk.NET.Core.Loader;

/// <summary>A native entry point that the driver does not have.</summary>
public class SymbolLoadingException : Exception
{
    public SymbolLoadingException(string symbol)
        : base($"Native symbol not found (Symbol: {symbol})")
    {
    }
}
