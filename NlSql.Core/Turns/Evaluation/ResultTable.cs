using NlSql.Core.Database.Execution;

namespace NlSql.Core.Turns.Evaluation;

/// <summary>A whole result in memory, column by column, ready to be compared.</summary>
internal sealed class ResultTable : IRowSink
{
    /// <summary>Characters of text; a bigger result is not compared.</summary>
    private const long MaxSize = 64L * 1024 * 1024;

    private readonly List<List<object?>> _columns = [];
    private long _size;

    public int Columns => _columns.Count;

    public int Rows { get; private set; }

    /// <summary>True when rows were left out.</summary>
    public bool IsTooBig => _size > MaxSize;

    public IReadOnlyList<object?> Column(int index) => _columns[index];

    public static ResultTable Of(int columns, params object?[][] rows)
    {
        var table = new ResultTable();
        table._columns.AddRange(Enumerable.Range(0, columns).Select(_ => new List<object?>()));
        foreach (var row in rows)
        {
            table.Add(row);
        }

        return table;
    }

    /// <inheritdoc />
    public ValueTask BeginAsync(IReadOnlyList<ResultColumn> columns, CancellationToken cancellationToken)
    {
        _columns.AddRange(columns.Select(_ => new List<object?>()));
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
            _columns[i].Add(cell);
            _size += cell is string text ? text.Length : 8;
        }

        Rows++;
    }
}
