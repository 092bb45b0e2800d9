namespace NlSql.Core.Turns.Workspace;

/// <summary>Times are milliseconds since 1970 UTC: SQLite has no type for them, and numbers sort.</summary>
internal sealed class ConversationRow
{
    public required string Id { get; set; }

    public required string Title { get; set; }

    /// <summary>Empty for everybody's.</summary>
    public string Owner { get; set; } = "";

    public bool Shared { get; set; }

    /// <summary>See <see cref="DatabaseJson"/>.</summary>
    public string Database { get; set; } = "";

    public long CreatedAt { get; set; }

    public long UpdatedAt { get; set; }
}

internal sealed class TurnRow
{
    public required string Id { get; set; }

    public required string ConversationId { get; set; }

    public int Ordinal { get; set; }

    /// <summary>Mark of the process that works on it; a turn still drafting or running whose writer is gone was interrupted.</summary>
    public required string Writer { get; set; }

    /// <summary>The <see cref="Turn"/> as JSON.</summary>
    public required string Record { get; set; }
}

internal sealed class PairRow
{
    public required string Id { get; set; }

    public required string Question { get; set; }

    /// <summary>See <see cref="Memory.VerifiedPair.Key"/>.</summary>
    public required string QuestionKey { get; set; }

    public required string Sql { get; set; }

    public required string DatabaseId { get; set; }

    public required string Owner { get; set; }

    public bool Shared { get; set; }

    /// <summary>Name of a <see cref="Memory.PairKind"/>.</summary>
    public required string Kind { get; set; }

    public long KeptAt { get; set; }
}
