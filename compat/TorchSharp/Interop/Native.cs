using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp.Interop;

/// <summary>The functions of native/vldtorch.cpp; a false result means that <see cref="Error"/> holds the message.</summary>
internal static unsafe partial class Native
{
    private const string Library = "vldtorch";

    /// <summary>Turns a failed native call into the exception the real package throws.</summary>
    internal static void Check(bool succeeded)
    {
        if (!succeeded)
        {
            throw new ExternalException(Error());
        }
    }

    internal static string Error() => Utf8StringMarshaller.ConvertToManaged(ErrorText()) ?? "unknown libtorch error";

    [LibraryImport(Library, EntryPoint = "vld_error")]
    private static partial byte* ErrorText();

    [LibraryImport(Library, EntryPoint = "vld_find", StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool Find(string name, string overload, out nint handle);

    [LibraryImport(Library, EntryPoint = "vld_call")]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool Call(nint op, NativeValue* args, int count, NativeValue* results, int capacity);

    [LibraryImport(Library, EntryPoint = "vld_free")]
    internal static partial void Free(nint tensor);

    [LibraryImport(Library, EntryPoint = "vld_free_list")]
    internal static partial void FreeList(nint list);

    [LibraryImport(Library, EntryPoint = "vld_empty")]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool Empty(long* sizes, int count, int dtype, out nint tensor);

    [LibraryImport(Library, EntryPoint = "vld_dim"), SuppressGCTransition]
    internal static partial int Dim(nint tensor);

    [LibraryImport(Library, EntryPoint = "vld_numel"), SuppressGCTransition]
    internal static partial long NumberOfElements(nint tensor);

    [LibraryImport(Library, EntryPoint = "vld_sizes"), SuppressGCTransition]
    internal static partial long* Sizes(nint tensor);

    [LibraryImport(Library, EntryPoint = "vld_strides"), SuppressGCTransition]
    internal static partial long* Strides(nint tensor);

    [LibraryImport(Library, EntryPoint = "vld_storage_offset"), SuppressGCTransition]
    internal static partial long StorageOffset(nint tensor);

    [LibraryImport(Library, EntryPoint = "vld_is_contiguous"), SuppressGCTransition]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool IsContiguous(nint tensor);

    [LibraryImport(Library, EntryPoint = "vld_dtype"), SuppressGCTransition]
    internal static partial int ElementType(nint tensor);

    [LibraryImport(Library, EntryPoint = "vld_data"), SuppressGCTransition]
    internal static partial void* Data(nint tensor);

    [LibraryImport(Library, EntryPoint = "vld_requires_grad")]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool RequiresGrad(nint tensor);

    [LibraryImport(Library, EntryPoint = "vld_set_requires_grad")]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool SetRequiresGrad(nint tensor, [MarshalAs(UnmanagedType.U1)] bool on);

    [LibraryImport(Library, EntryPoint = "vld_is_leaf")]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool IsLeaf(nint tensor);

    [LibraryImport(Library, EntryPoint = "vld_retain_grad")]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool RetainGrad(nint tensor);

    [LibraryImport(Library, EntryPoint = "vld_grad")]
    internal static partial nint Grad(nint tensor);

    [LibraryImport(Library, EntryPoint = "vld_set_grad")]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool SetGrad(nint tensor, nint grad);

    [LibraryImport(Library, EntryPoint = "vld_backward")]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool Backward(nint* tensors, int count, nint* grads, int gradCount, [MarshalAs(UnmanagedType.U1)] bool retain, [MarshalAs(UnmanagedType.U1)] bool create, nint* inputs, int inputCount);

    [LibraryImport(Library, EntryPoint = "vld_autograd_grad")]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool AutogradGrad(nint* outputs, int count, nint* inputs, int inputCount, nint* grads, int gradCount, [MarshalAs(UnmanagedType.U1)] bool retain, [MarshalAs(UnmanagedType.U1)] bool create, [MarshalAs(UnmanagedType.U1)] bool allowUnused, nint* results);

    [LibraryImport(Library, EntryPoint = "vld_grad_enabled")]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool GradEnabled();

    [LibraryImport(Library, EntryPoint = "vld_set_grad_enabled")]
    internal static partial void SetGradEnabled([MarshalAs(UnmanagedType.U1)] bool on);

    [LibraryImport(Library, EntryPoint = "vld_inference_begin")]
    internal static partial nint InferenceBegin([MarshalAs(UnmanagedType.U1)] bool on);

    [LibraryImport(Library, EntryPoint = "vld_inference_end")]
    internal static partial void InferenceEnd(nint guard);

    [LibraryImport(Library, EntryPoint = "vld_generator")]
    internal static partial nint Generator(ulong seed);

    [LibraryImport(Library, EntryPoint = "vld_default_generator")]
    internal static partial nint DefaultGenerator();

    [LibraryImport(Library, EntryPoint = "vld_generator_free")]
    internal static partial void GeneratorFree(nint generator);

    [LibraryImport(Library, EntryPoint = "vld_generator_initial_seed")]
    internal static partial ulong GeneratorInitialSeed(nint generator);

    [LibraryImport(Library, EntryPoint = "vld_generator_seed")]
    internal static partial ulong GeneratorSeed(nint generator);

    [LibraryImport(Library, EntryPoint = "vld_generator_set_seed")]
    internal static partial void GeneratorSetSeed(nint generator, ulong seed);

    [LibraryImport(Library, EntryPoint = "vld_generator_state")]
    internal static partial nint GeneratorState(nint generator);

    [LibraryImport(Library, EntryPoint = "vld_generator_set_state")]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool GeneratorSetState(nint generator, nint state);

    [LibraryImport(Library, EntryPoint = "vld_threads")]
    internal static partial int Threads();

    [LibraryImport(Library, EntryPoint = "vld_set_threads")]
    internal static partial void SetThreads(int count);
}
