using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Language.Generation.BuiltIn.Assembly;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Facts;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Reading;

/// <summary>Asks the reader on 15 March 2026.</summary>
internal static class Readings
{
    private static readonly Dictionary<SchemaCatalog, SchemaModel> Models = [];

    public static DateOnly Today { get; } = new(2026, 3, 15);

    public static IReadOnlyList<ReadAnswer> Of(string question, SchemaCatalog catalog, CancellationToken cancellationToken = default) =>
        new QuestionReader(Lexicon.English).Read(Tokens(question), Model(catalog), Today, BusinessCalendar.Usual, cancellationToken);

    public static IReadOnlyList<Token> Tokens(string question) => new Tokenizer(Lexicon.English).Tokenize(question);

    /// <summary>The best reading in words; empty when there is none.</summary>
    public static string Text(string question, SchemaCatalog catalog) => Of(question, catalog) is [var best, ..] ? FrameText.Of(best.Answer) : "";

    /// <summary>The best reading of what was said one after the other; empty when there is none.</summary>
    public static string Text(IReadOnlyList<string> turns, SchemaCatalog catalog)
    {
        var said = new TurnReader(new Tokenizer(Lexicon.English), FollowUpTable.English).Read(turns, out _);
        return new QuestionReader(Lexicon.English).Read(said, Model(catalog), Today, BusinessCalendar.Usual, default) is [var best, ..]
            ? FrameText.Of(best.Answer)
            : "";
    }

    private static SchemaModel Model(SchemaCatalog catalog)
    {
        lock (Models)
        {
            if (!Models.TryGetValue(catalog, out var model))
            {
                Models[catalog] = model = SchemaModel.Build(catalog.Tables, catalog.ForeignKeys, Lexicon.English, WordKnowledge.Plain);
                foreach (var table in model.Tables.Where(t => t.Columns.Any(c => c.Info.Name == "to_date")))
                {
                    table.History = new HistoryOf(Column(table, "from_date"), Column(table, "to_date"), "9999-12-31", null, "a stretch of days");
                }
            }

            return model;
        }
    }

    private static ColumnNode Column(TableNode table, string name) => table.Columns.First(c => c.Info.Name == name);
}
