using NlSql.Core.Foundation.Identity;

namespace NlSql.Core.Database.Execution.Spool;

/// <summary>What lies on disk under one result's id.</summary>
/// <param name="WrittenAt">When the last of the files was written.</param>
/// <param name="Length">Bytes of all of them.</param>
/// <param name="IsComplete">Rows and description are both there.</param>
internal sealed record SpooledFiles(IReadOnlyList<FileInfo> Files, DateTime WrittenAt, long Length, bool IsComplete)
{
    /// <summary>Whether a file is one that <see cref="ResultWriter"/> makes; a link is not, wherever it leads.</summary>
    public static bool IsOwn(FileInfo file)
    {
        var dot = file.Name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0
            && file.LinkTarget is null
            && IdentifierShape.Fits(file.Name[..dot])
            && file.Name[dot..] is ".rows" or ".json" or ".json.new";
    }

    public static SpooledFiles Of(IEnumerable<FileInfo> files)
    {
        var all = files.ToList();
        return new SpooledFiles(all, all.Max(file => file.LastWriteTimeUtc), all.Sum(file => file.Length), Has(all, ".rows") && Has(all, ".json"));
    }

    /// <summary>The description goes first: rows that nothing describes are out of everybody's reach.</summary>
    public void Delete()
    {
        foreach (var file in Files.OrderBy(file => file.Extension is not ".json"))
        {
            file.Delete();
        }
    }

    private static bool Has(List<FileInfo> files, string extension) => files.Exists(file => file.Extension == extension);
}
