namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Shape, element type and device, as the real package prints by default.</summary>
        public override string ToString() => IsInvalid ? "[invalid]"
            : $"[{string.Join("x", shape)}], type = {dtype}, device = {device}" + (ndim == 0 && dtype != ScalarType.BFloat16 ? $", value = {Text(ToScalar())}" : "");

        private static string Text(Scalar value) => value.Type == ScalarType.Bool ? value.ToBoolean().ToString()
            : value.IsFloating ? value.ToSingle().ToString("g5", System.Globalization.CultureInfo.InvariantCulture) : value.ToInt64().ToString();
    }
}
