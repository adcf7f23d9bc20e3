namespace VlDistill.Datasets;

/// <summary>Relations from any of the four kinds of files, told apart by the fields at their beginning.</summary>
public static class RelationReferences
{
    /// <summary>This program's own form, VRD's, Visual Genome's or SpatialSense's.</summary>
    /// <param name="lists">Folder with Visual Genome's lists; null = beside the file.</param>
    /// <exception cref="UserException">It is none of these, or damaged.</exception>
    public static RelationSet Load(string path, string? lists = null)
    {
        var fields = JsonFields.Of(path);
        if (!fields.IsList) return fields.HaveAny("pictures", "predicates", "description") ? RelationFile.Load(path) : VrdRelations.Load(path);
        if (fields.HaveAny("relationships", "objects"))
        {
            var folder = lists ?? Path.GetDirectoryName(Path.GetFullPath(path))!;
            return VisualGenomeRelations.Load(path, NameAliases.Load(folder, "object"), NameAliases.Load(folder, "predicate"));
        }
        if (fields.HaveAny("annotations", "url")) return SpatialSenseRelations.Load(path);
        throw new UserException($"{path}: neither a relations file of this program nor VRD's, Visual Genome's scene graphs or SpatialSense's annotations");
    }
}
