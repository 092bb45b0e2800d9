using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation;
using NlSql.Core.Turns.Workspace;
using NlSql.Core.Turns.Workspace.Traces;

namespace NlSql.Core.Turns.Replay.Packs;

/// <summary>
/// One turn in one file: what it saw and did, so that it can be played again elsewhere or later. docs/replay.md describes the format. What comes out of a
/// file is somebody's text: its SQL goes through the guard like any other, and its sizes are bounded (<see cref="ReplayPackFile"/>).
/// </summary>
public sealed record ReplayPack
{
    /// <summary>How a pack begins.</summary>
    public const string FormatName = "nlsql-replay";

    /// <summary>The format that this NlSql writes, and the newest that it reads.</summary>
    public const int NewestFormat = 1;

    /// <summary><see cref="FormatName"/></summary>
    public required string Pack { get; init; }

    /// <summary>A pack of a later format is not read; members that are unknown are skipped.</summary>
    public required int Format { get; init; }

    /// <summary>The NlSql that wrote it.</summary>
    public required string MadeBy { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    public required PackedTurn Turn { get; init; }

    /// <summary>Of the turn's last draft; null where none was kept.</summary>
    public TurnTrace? Trace { get; init; }

    /// <summary>Of the turn's last run; null where it did not run.</summary>
    public PackedResult? Result { get; init; }
}

/// <summary>The turn's record without what is read out of rows: no chart, no analysis, no follow-up questions.</summary>
public sealed record PackedTurn
{
    public required string Id { get; init; }

    /// <summary>As it was typed.</summary>
    public required string Question { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    public TurnOrigin Origin { get; init; }

    public TurnStatus Status { get; init; }

    /// <summary>Why it ended without what it was for; a database's own words only where they cannot hold values.</summary>
    public PipelineFailure? Failure { get; init; }

    /// <summary>With assumptions, notes and what was not understood; null where nobody drafted.</summary>
    public SqlDraft? Draft { get; init; }

    /// <summary>Every statement that the turn had, with the guard's word, warnings and estimate.</summary>
    public IReadOnlyList<SqlVersion> Versions { get; init; } = [];

    /// <summary>Milliseconds by stage name.</summary>
    public IReadOnlyDictionary<string, double> Timings { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);
}

/// <summary>A result, and its rows where they were asked for and hold nothing personal.</summary>
public sealed record PackedResult
{
    /// <summary>Number of the SQL version that ran.</summary>
    public int? Version { get; init; }

    /// <summary>As PostgreSQL was sent it.</summary>
    public required string Sql { get; init; }

    public DateTimeOffset RanAt { get; init; }

    /// <summary>Rows that were kept of it.</summary>
    public long RowCount { get; init; }

    /// <summary>There was more: rows, or cells that were cut.</summary>
    public bool Truncated { get; init; }

    public IReadOnlyList<ResultColumn> Columns { get; init; } = [];

    /// <summary>The first rows, cells as PostgreSQL writes them; null where they were not asked for, or <see cref="WithoutRows"/> says why not.</summary>
    public IReadOnlyList<IReadOnlyList<string?>>? Rows { get; init; }

    /// <summary>A sentence: why the rows that were asked for are not here.</summary>
    public string? WithoutRows { get; init; }
}
