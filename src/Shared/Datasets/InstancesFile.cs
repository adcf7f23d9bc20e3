using System.Text.Json.Serialization;

namespace VlDistill.Datasets;

/// <summary>The JSON of <see cref="CocoInstances"/>; every field may be absent.</summary>
internal sealed record InstancesFile(List<InstancesFile.Image>? Images, List<InstancesFile.Annotation>? Annotations, List<InstancesFile.Category>? Categories)
{
    /// <param name="NegCategoryIds">LVIS: categories somebody looked for in vain.</param>
    /// <param name="NotExhaustiveCategoryIds">LVIS: categories of which not every box is drawn.</param>
    internal sealed record Image(long? Id, string? FileName, int? Width, int? Height, bool? HasBoxes,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CocoUrl = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int[]? NegCategoryIds = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int[]? NotExhaustiveCategoryIds = null)
    {
        /// <summary>LVIS names its pictures by their address only.</summary>
        [JsonIgnore]
        public string? Name => FileName ?? CocoUrl?[(CocoUrl.LastIndexOf('/') + 1)..];
    }

    internal sealed record Annotation(long? Id, long? ImageId, int? CategoryId, double[]? Bbox, int? Iscrowd);

    internal sealed record Category(int? Id, string? Name, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Frequency = null);
}
