namespace NlSql.Core.Language.Retrieval.Storage;

/// <summary>What the stored files of an index are, as <c>manifest.json</c> says it.</summary>
internal sealed record IndexManifest
{
    /// <summary>Raised when files or documents are laid out differently.</summary>
    public const int CurrentFormat = 1;

    public required int Format { get; init; }

    public required string Database { get; init; }

    /// <summary>Name of the embedding model.</summary>
    public required string Model { get; init; }

    public required int Dimension { get; init; }

    /// <summary>How many vectors: one a document, and those of documents that are gone from a graph which has grown.</summary>
    public required int Count { get; init; }

    /// <summary>The catalog's hash when the index was made.</summary>
    public required string SchemaHash { get; init; }

    /// <summary>SHA-256 over the hashes of all documents in their order.</summary>
    public required string DocumentsHash { get; init; }

    /// <summary>libfaiss' factory string of <see cref="Index"/>, or what would be built.</summary>
    public required string IndexFactory { get; init; }

    public required StoredFile Vectors { get; init; }

    /// <summary>libfaiss' own file; null for kinds that need none, or when libfaiss was not there.</summary>
    public StoredFile? Index { get; init; }
}

/// <param name="Name">File name in the index's folder.</param>
/// <param name="Sha256">Hex, lower case.</param>
internal sealed record StoredFile(string Name, string Sha256);
