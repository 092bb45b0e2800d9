using System.Globalization;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Language.Generation.BuiltIn.Compilation;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Generation.BuiltIn.Writing;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;
using NlSql.Core.Sql.Guarding;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres.Compilation;

/// <summary>A small database, frames over it in few words, and their rows as text. The day is 15 March 2025.</summary>
public abstract class CompiledDatabase(PostgresFixture postgres, string sql) : IAsyncLifetime
{
    private static readonly SqlGuard Guard = new();

    private TestDatabase? database;
    private SchemaModel? schema;

    internal static DateOnly Today { get; } = new(2025, 3, 15);

    internal virtual BusinessCalendar Calendar { get; } = BusinessCalendar.Usual;

    internal SchemaModel Schema => schema!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await postgres.CreateAsync(sql + "GRANT SELECT ON ALL TABLES IN SCHEMA public TO nlsql_reader; ANALYZE;", CancellationToken.None);
        var catalog = await Catalogs.ReadAsync(database);
        var lexicon = Lexicon.EnglishWith([], BusinessCalendar.Usual);
        schema = SchemaModel.Build(catalog.Tables, catalog.ForeignKeys, lexicon, WordKnowledge.Plain);
        Prepare();
    }

    public async ValueTask DisposeAsync()
    {
        if (database is not null)
        {
            await database.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    internal TableNode Table(string name) => Schema.Tables.Single(t => t.Name == name);

    /// <param name="table">Its name.</param>
    /// <param name="key">The column that refers to it, as <c>table.column</c>; null for any.</param>
    internal EntityRef Rows(string table, string? key = null) => new(Table(table), key is null ? null : Key(key));

    internal EntityUse Entity(string table, string? key = null) => new(Rows(table, key));

    internal KeyEdge Key(string column) =>
        Schema.Joins.EdgesOf(Column(column).Table).Single(e => e.Many == Column(column).Table && e.ManyColumns.Contains(Column(column)));

    internal ColumnNode Column(string name) => Table(name.Split('.')[0]).Columns.Single(c => c.Info.Name == name.Split('.')[1]);

    internal ColumnUse Use(string column, string? key = null) => new(Column(column), Rows(column.Split('.')[0], key));

    internal RowCount Count(string table, Filter? where = null) => new(Rows(table), where);

    internal Aggregate Sum(Expression of, Filter? where = null) => new(Function.Sum, of, where);

    internal OneOf Is(string column, params string[] values) => new(Use(column), [.. values.Select(v => new Literal(v, IsKnown: true))]);

    internal OneOf Like(string column, string value) => new(Use(column), [new Literal(value, IsKnown: false)]);

    internal Within Year(string column, int year) => new(Use(column), DateRange.Year(year));

    internal static Compare Over(Expression left, decimal number) => new(left, Relation.Greater, new NumberConstant(number));

    internal QueryFrame Of(string grain, params Expression[] show) => new() { Grain = Rows(grain), Show = show };

    internal IReadOnlyList<CompiledAnswer> Compile(Answer answer) => FrameCompiler.Compile(answer, Schema.Joins, Today, Calendar, Token);

    internal CompiledAnswer Best(Answer answer)
    {
        var all = Compile(answer);
        Assert.True(all.Count > 0, "The frame was not compiled.");
        return all[0];
    }

    internal string Sql(QueryFrame frame) => Sql(new SingleAnswer(frame));

    internal string Sql(Answer answer) => PlanWriter.Write(Best(answer).Plan);

    internal IEnumerable<string> Concerns(QueryFrame frame) => Best(new SingleAnswer(frame)).Concerns.Select(c => c.Sentence);

    internal Task<string> RowsOfAsync(QueryFrame frame) => RowsOfAsync(new SingleAnswer(frame));

    internal Task<string> RowsOfAsync(Answer answer) => RowsOfAsync(Best(answer));

    /// <summary>Cells apart by a bar, rows by a semicolon; nothing for NULL.</summary>
    internal async Task<string> RowsOfAsync(CompiledAnswer compiled) => string.Join("; ", (await ReadAsync(compiled)).Select(r => string.Join('|', r)));

    internal async Task<IReadOnlyList<string[]>> ReadAsync(CompiledAnswer compiled)
    {
        var sql = PlanWriter.Write(compiled.Plan);
        var verdict = Guard.Check(sql, GuardScope.NamesOnly);
        Assert.True(verdict is GuardApproval, $"{(verdict as GuardRefusal)?.Message}\n{sql}");
        try
        {
            await using var command = database!.Reader.CreateCommand(sql);
            await using var reader = await command.ExecuteReaderAsync(Token);
            var rows = new List<string[]>();
            while (await reader.ReadAsync(Token))
            {
                rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : Text(reader.GetValue(i)))]);
            }

            return rows;
        }
        catch (Npgsql.PostgresException error)
        {
            throw new InvalidOperationException($"{error.MessageText}\n{sql}", error);
        }
    }

    /// <summary>Facts of the schema that are not read from the catalog here.</summary>
    protected virtual void Prepare()
    {
    }

    private static string Text(object value) => value switch
    {
        DateTime moment => moment.ToString(moment.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        decimal number => Math.Round(number, 4).ToString("0.####", CultureInfo.InvariantCulture),
        double number => Math.Round(number, 4).ToString("0.####", CultureInfo.InvariantCulture),
        bool yes => yes ? "yes" : "no",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
