using VlDistill.Datasets;
using VlDistill.Regions;

namespace VlDistill.Metrics;

/// <summary>A guess what one box does to another.</summary>
public readonly record struct ScoredRelation(Triple Names, Box Subject, Box Object, double Score);

/// <summary>A relation that is there.</summary>
/// <param name="Source">As <see cref="Relation.Source"/>.</param>
public readonly record struct TruthRelation(Triple Names, Box Subject, Box Object, string? Source = null);

/// <summary>One picture's relations and the guesses about it; all boxes in the same unit, relative or pixels.</summary>
public sealed record RelationSample(IReadOnlyList<TruthRelation> Truth, IReadOnlyList<ScoredRelation> Predicted);
