using TorchSharp.Modules;
using VlDistill.Trainer.Export;

namespace VlDistill.Trainer.Models;

/// <summary>ONNX for the library's own layers, which cannot carry an <c>Emit</c> themselves.</summary>
public static class LayerEmission
{
    extension(OnnxGraphBuilder g)
    {
        /// <summary>x Wᵀ + b over the last dimension, any number of leading ones.</summary>
        public string Linear(string name, Linear layer, string x)
        {
            var product = g.Node("MatMul", [x, g.Transpose(g.Weight($"{name}.weight", layer.weight), 1, 0)]);
            return layer.bias is null ? product : g.Add(product, g.Weight($"{name}.bias", layer.bias));
        }

        /// <summary>Layer normalisation over the last dimension, with the library's default ε.</summary>
        public string LayerNorm(string name, LayerNorm layer, string x) =>
            g.Node("LayerNormalization", [x, g.Weight($"{name}.weight", layer.weight!), g.Weight($"{name}.bias", layer.bias!)], ("axis", -1), ("epsilon", 1e-5));
    }
}
