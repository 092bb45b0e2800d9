namespace NlSql.Core.Language.Generation;

/// <summary>One answer of a model on its way to a draft: as it was written, as it was mended, and why it would not run.</summary>
/// <param name="Sql">As the model wrote it.</param>
public sealed record DraftStep(string Sql)
{
    /// <summary>What the catalog made of it; null where nothing was mended.</summary>
    public string? Mended { get; init; }

    /// <summary>Why it was mended, in the order of the statement.</summary>
    public IReadOnlyList<Correction> Corrections { get; init; } = [];

    /// <summary>The guard's or the database's word against it, for which the model was asked again; null where it passed, and where nobody was asked.</summary>
    public string? Fault { get; init; }
}
