using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace VlDistill.Trainer.Commands;

/// <summary>Least and most that an option's number may be; another number is a usage error.</summary>
internal static class OptionRange
{
    /// <param name="most">null = no limit.</param>
    public static void Limit<T>(this Option option, T least, T? most = null)
        where T : struct, INumber<T> => option.Validators.Add(result =>
    {
        // What is not a number at all is told by the parser itself; NaN is in no range.
        if (result.Tokens is [{ Value: var text }] && T.TryParse(text, CultureInfo.InvariantCulture, out var value) && !(value >= least && (most is not { } limit || value <= limit)))
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} {value}: give {least} {(most is null ? "or more" : $"to {most}")}"));
    });
}
