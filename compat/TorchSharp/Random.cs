using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A stream of random numbers of its own; with the same seed it gives the same numbers.</summary>
    public class Generator : IDisposable
    {
        private nint handle;

        public Generator(ulong seed = 0, Device? device = null)
        {
            RequireCpu(device);
            handle = Native.Generator(seed);
        }

        private Generator(nint handle) => this.handle = handle;

        ~Generator() => Dispose(false);

        /// <summary>The process-wide generator that operators take when none is given.</summary>
        public static Generator Default => new(Native.DefaultGenerator());

        public nint Handle => handle != 0 ? handle : throw new ObjectDisposedException(nameof(Generator));

        public Device device => CPU;

        public long initial_seed() => (long)Native.GeneratorInitialSeed(Handle);

        /// <summary>Takes a seed from the machine and returns it.</summary>
        public long seed() => (long)Native.GeneratorSeed(Handle);

        public Generator manual_seed(long seed)
        {
            Native.GeneratorSetSeed(Handle, (ulong)seed);
            return this;
        }

        public Tensor get_state() => new(Native.GeneratorState(Handle));

        public void set_state(Tensor value) => Native.Check(Native.GeneratorSetState(Handle, value.RequireHandle()));

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (handle != 0)
            {
                Native.GeneratorFree(handle);
                handle = 0;
            }
        }
    }

    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    public static Tensor get_rng_state() => random.get_rng_state();

    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    /// <summary>The process-wide generator's seed and state.</summary>
    public static class random
    {
        public static Generator manual_seed(long seed) => Generator.Default.manual_seed(seed);

        public static long initial_seed()
        {
            using var generator = Generator.Default;
            return generator.initial_seed();
        }

        public static Tensor get_rng_state()
        {
            using var generator = Generator.Default;
            return generator.get_state();
        }

        public static void set_rng_state(Tensor new_state)
        {
            using var generator = Generator.Default;
            generator.set_state(new_state);
        }
    }

    public static int get_num_threads() => Native.Threads();

    public static void set_num_threads(int num) => Native.SetThreads(num);

    public static DisposeScope NewDisposeScope() => new();

    public static DisposeScope? CurrentDisposeScope => DisposeScope.Current;

    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }
}
