using NlSql.Core.Database.Execution;

namespace NlSql.Core.Turns.Evaluation;

/// <summary>A whole result in memory, column by column, ready to be compared.</summary>
internal sealed class ResultTable : IRowSink
{
    /// <summary>Characters of text; a bigger result is not compared.</summary>
    private const long MaxSize = 64L * 1024 * 1024;

    private readonly List<List<object?>> columns = [];
    private long size;

    public int Columns => columns.Count;

    public int Rows { get; private set; }

    /// <summary>True when rows were left out.</summary>
    public bool IsTooBig => size > MaxSize;

    public IReadOnlyList<object?> Column(int index) => columns[index];

    /// <inheritdoc />
    public ValueTask BeginAsync(IReadOnlyList<ResultColumn> columns, CancellationToken cancellationToken)
    {
        this.columns.AddRange(columns.Select(_ => new List<object?>()));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(object?[] row, CancellationToken cancellationToken)
    {
        if (!IsTooBig)
        {
            Add(row);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private void Add(object?[] row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var cell = ComparableCell.From(row[i]);
            columns[i].Add(cell);
            size += cell is string text ? text.Length : 8;
        }

        Rows++;
    }
}
