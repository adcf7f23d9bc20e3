namespace TorchSharp.Modules;

/// <summary>A tensor that training changes; it takes over the memory of the tensor it is made from, which becomes invalid.</summary>
public class Parameter : torch.Tensor
{
    public Parameter(torch.Tensor data, bool requires_grad = true) : base(Take(data))
    {
        this.requires_grad = requires_grad;
    }

    private static nint Take(torch.Tensor data)
    {
        if (data.is_leaf)
        {
            return data.DecoupleFromNativeHandle();
        }
        using (data)
        {
            return data.detach().DecoupleFromNativeHandle();
        }
    }
}
