using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.RvlBert;

/// <summary>Where O objects are looked for in either role, rows are y and columns are x: masks (O, g, g) in [0, 1], and what is seen there (O, d).</summary>
public sealed record RoleMasks(Tensor Subjects, Tensor Objects, Tensor SubjectVisual, Tensor ObjectVisual);
