using Xunit;

namespace VlDistill.Compat.SilkNet.Tests;

/// <summary>GLFW wants one thread at a time.</summary>
[CollectionDefinition("display", DisableParallelization = true)]
public sealed class DisplayCollection;
