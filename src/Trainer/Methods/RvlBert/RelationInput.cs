using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.RvlBert;

/// <summary>Pairs of objects of B pictures: O objects and N ordered pairs of them.</summary>
/// <param name="Maps">The pictures' feature maps (B, C, g, g).</param>
/// <param name="Pictures">Each object's picture, (O) int64.</param>
/// <param name="Boxes">Relative, (O, 4).</param>
/// <param name="Names">Word ids, 0 behind the last, (O, W) int64.</param>
/// <param name="Subjects">Object numbers, (N) int64.</param>
/// <param name="Objects">Object numbers, (N) int64.</param>
/// <param name="Regions">Features of whole picture, subject, union and object, (N, 4, C).</param>
/// <param name="Places">Their boxes, (N, 4, 4).</param>
public sealed record RelationInput(Tensor Maps, Tensor Pictures, Tensor Boxes, Tensor Names, Tensor Subjects, Tensor Objects, Tensor Regions, Tensor Places);
