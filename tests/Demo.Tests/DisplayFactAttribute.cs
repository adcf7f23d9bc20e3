namespace VlDistill.Demo.Tests;

/// <summary>A test that needs a window system; without DISPLAY it is skipped with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DisplayFactAttribute : FactAttribute
{
    public DisplayFactAttribute()
    {
        if (OperatingSystem.IsLinux() && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DISPLAY")))
            Skip = "no DISPLAY; run under Xvfb (./vldistill test does)";
    }
}

/// <summary>The same for a test with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DisplayTheoryAttribute : TheoryAttribute
{
    public DisplayTheoryAttribute() => Skip = new DisplayFactAttribute().Skip;
}

/// <summary>Windows want one thread at a time.</summary>
[CollectionDefinition("display", DisableParallelization = true)]
public sealed class DisplayCollection;
