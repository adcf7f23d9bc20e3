using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace TorchSharp.Interop;

/// <summary>Calls ATen operators by name ("add.Tensor"); arguments left out at the end take the schema's defaults.</summary>
internal static unsafe class Aten
{
    private const int ScratchBytes = 512;
    private const int MaxArguments = 16;
    private static readonly ConcurrentDictionary<string, nint> Operators = new();

    /// <summary>The operator's first result, which must be a tensor.</summary>
    internal static torch.Tensor Call(string op, params ReadOnlySpan<Arg> args)
    {
        NativeValue result;
        Invoke(op, args, &result, 1);
        return new torch.Tensor(result.Pointer);
    }

    /// <summary>Runs an in-place operator, whose result is its own first argument.</summary>
    internal static void Apply(string op, params ReadOnlySpan<Arg> args) => Invoke(op, args, null, 0);

    internal static (torch.Tensor, torch.Tensor) Call2(string op, params ReadOnlySpan<Arg> args)
    {
        var results = stackalloc NativeValue[2];
        Invoke(op, args, results, 2);
        return (new(results[0].Pointer), new(results[1].Pointer));
    }

    internal static (torch.Tensor, torch.Tensor, torch.Tensor) Call3(string op, params ReadOnlySpan<Arg> args)
    {
        var results = stackalloc NativeValue[3];
        Invoke(op, args, results, 3);
        return (new(results[0].Pointer), new(results[1].Pointer), new(results[2].Pointer));
    }

    internal static torch.Tensor[] CallList(string op, params ReadOnlySpan<Arg> args)
    {
        NativeValue result;
        Invoke(op, args, &result, 1);
        var tensors = new torch.Tensor[result.Count];
        for (int i = 0; i < tensors.Length; i++)
        {
            tensors[i] = new(((nint*)result.Pointer)[i]);
        }
        Native.FreeList(result.Pointer);
        return tensors;
    }

    internal static bool CallBool(string op, params ReadOnlySpan<Arg> args)
    {
        NativeValue result;
        Invoke(op, args, &result, 1);
        return result.Int != 0;
    }

    private static void Invoke(string op, ReadOnlySpan<Arg> args, NativeValue* results, int capacity)
    {
        if (!Operators.TryGetValue(op, out nint handle))
        {
            handle = Find(op);
        }
        var values = stackalloc NativeValue[MaxArguments];
        byte* scratch = stackalloc byte[ScratchBytes];
        int used = 0;
        void* heap = null;
        for (int i = 0; i < args.Length; i++)
        {
            ref readonly var arg = ref args[i];
            values[i].Tag = arg.Tag;
            values[i].Int = arg.Bits;
            if (arg.Tag is >= Tag.IntList and <= Tag.String)
            {
                Flatten(arg, ref values[i], scratch, ref used, ref heap);
            }
        }
        bool succeeded = Native.Call(handle, values, args.Length, results, capacity);
        if (heap is not null)
        {
            NativeMemory.Free(heap);
        }
        KeepAlive(args);
        Native.Check(succeeded);
    }

    /// <summary>Copies a list to memory that does not move during the call: the stack, or the heap for the one long list of a call.</summary>
    private static void Flatten(in Arg arg, ref NativeValue value, byte* scratch, ref int used, ref void* heap)
    {
        int count = arg.Reference switch
        {
            Array array => array.Length,
            string text => Encoding.UTF8.GetByteCount(text),
            _ => 0,
        };
        int bytes = (count + 1) * sizeof(long);
        byte* target;
        if (used + bytes <= ScratchBytes)
        {
            target = scratch + used;
            used += bytes;
        }
        else
        {
            if (heap is not null)
            {
                throw new NotSupportedException("two long lists in one operator call");
            }
            heap = NativeMemory.Alloc((nuint)bytes);
            target = (byte*)heap;
        }
        value.Count = count;
        value.Pointer = (nint)target;
        switch (arg.Reference)
        {
            case long[] numbers: numbers.CopyTo(new Span<long>(target, count)); break;
            case double[] numbers: numbers.CopyTo(new Span<double>(target, count)); break;
            case string text: Encoding.UTF8.GetBytes(text, new Span<byte>(target, count)); break;
            case torch.Tensor?[] tensors:
                for (int k = 0; k < count; k++)
                {
                    ((nint*)target)[k] = tensors[k]?.RequireHandle() ?? 0;
                }
                break;
        }
    }

    private static nint Find(string op)
    {
        int dot = op.IndexOf('.');
        var (name, overload) = dot < 0 ? (op, "") : (op[..dot], op[(dot + 1)..]);
        Native.Check(Native.Find("aten::" + name, overload, out nint handle));
        return Operators.GetOrAdd(op, handle);
    }

    /// <summary>Keeps the arguments' tensors from being finalised while native code uses their handles.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void KeepAlive(ReadOnlySpan<Arg> _)
    {
    }
}
