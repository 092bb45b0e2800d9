using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Database.Execution;

/// <summary>A result's column; <paramref name="DataType"/> is PostgreSQL's name of the type.</summary>
public sealed record ResultColumn(string Name, string DataType, ColumnKind Kind);

/// <summary>
/// Description of a result that is kept on the server; its rows are read by page from <see cref="IResultStore"/>.
/// Cell values are null, bool, long, decimal, double, DateOnly, DateTime (timestamp), DateTimeOffset (timestamptz, with the offset of the session's zone),
/// or string (everything else, in PostgreSQL's text form; numeric that no decimal holds is a string too).
/// </summary>
public sealed record StoredResult
{
    /// <summary>Unguessable id.</summary>
    public required string Id { get; init; }

    /// <summary>In the order of the cells of each row; names may occur twice.</summary>
    public required IReadOnlyList<ResultColumn> Columns { get; init; }

    /// <summary>Rows that are kept, at most MAX_ROWS.</summary>
    public required long RowCount { get; init; }

    /// <summary>More rows exist than were kept.</summary>
    public bool Truncated { get; init; }

    /// <summary>Cells of which only the beginning is kept, because they are longer than MAX_CELL_BYTES; each ends in a mark that says so.</summary>
    public long CutCells { get; init; }

    /// <summary>The run was stopped or failed half way; rows up to then are kept.</summary>
    public bool Partial { get; init; }

    /// <summary>Why it is partial; null when it is whole.</summary>
    public PipelineFailure? Interruption { get; init; }

    /// <summary>The approved statement, without our limit: what an export runs again.</summary>
    public required string Sql { get; init; }

    /// <summary>With the offset of the session's zone.</summary>
    public required DateTimeOffset RanAt { get; init; }

    /// <summary>IANA name of the session's zone, in which timestamps with time zone are written; null for results of before it was kept.</summary>
    public string? TimeZone { get; init; }

    /// <summary>From sending the statement to the first row.</summary>
    public TimeSpan TimeToFirstRow { get; init; }

    /// <summary>From sending the statement to the last row that is kept.</summary>
    public TimeSpan Duration { get; init; }
}

/// <summary>Rows of a page, in result order.</summary>
public sealed record ResultPage(long Offset, IReadOnlyList<object?[]> Rows);

/// <summary>Sort order of a page; the column is an index into the result's columns.</summary>
public sealed record ResultSort(int Column, bool Descending);

/// <summary>Keeps results on disk under DATA_PATH, so that a restart does not lose them; old ones are dropped.</summary>
public interface IResultStore
{
    /// <summary>Null when there is none of that id, or it was dropped.</summary>
    Task<StoredResult?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Throws <see cref="PipelineFailureException"/> (result-expired) when the rows are gone.</summary>
    Task<ResultPage> ReadPageAsync(string id, long offset, int count, ResultSort? sort, CancellationToken cancellationToken);

    /// <summary>Removes the rows and their description from disk; nothing happens where they are gone already. Throws <see cref="IOException"/>.</summary>
    void Delete(string id);
}
