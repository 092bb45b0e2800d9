using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Generation.Prompts;
using NlSql.Core.Language.Prompting;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Names;

namespace NlSql.Tests.Unit.Language.Generation.Prompts;

/// <summary>What a model reads of a catalog: all of it where it fits, else what matters most.</summary>
public sealed class PromptTablesTests
{
    [Fact]
    public async Task Build_LittleRoom_DropsTheLeastRelevantAndSaysWhat()
    {
        var tables = Enumerable.Range(0, 12).Select(Wide).ToList();
        var request = ModelHarness.Ask("How many?") with
        {
            Schema = new RetrievedSchema
            {
                Tables = [.. tables.Select((table, i) => new RetrievedTable(table, 12 - i, RetrievalReason.Matched, ""))],
                Columns = [new RetrievedColumn(tables[0].Name, tables[0].Columns[40], 0.9)],
            },
            History = [.. Enumerable.Range(0, 5).Select(i => new PriorTurn($"Earlier question {i}?", "SELECT 1"))],
        };

        var built = await BuildAsync(request, ("LLM_CONTEXT_TOKENS", "2000"), ("LLM_MAX_TOKENS", "500"));

        Assert.True(built.EstimatedTokens <= 1500, $"{built.EstimatedTokens} tokens");
        Assert.Contains("CREATE TABLE big.table_0 (", built.Messages[0].Text, StringComparison.Ordinal);
        Assert.Contains("id bigint PRIMARY KEY", built.Messages[0].Text, StringComparison.Ordinal);
        Assert.Contains("column_40 ", built.Messages[0].Text, StringComparison.Ordinal);
        Assert.Contains("Earlier question 4?", built.Messages[1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Earlier question 0?", built.Messages[1].Text, StringComparison.Ordinal);
        Assert.Contains("3 earlier questions", built.Dropped, StringComparison.Ordinal);
        Assert.Contains("columns of big.table_0", built.Dropped, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_CatalogThatFits_IsThereWholeWhateverWasFound()
    {
        var tables = Enumerable.Range(0, 45).Select(Small).ToList();

        var system = (await BuildAsync(Ask(tables, found: 1))).Messages[0].Text;

        Assert.All(tables, table => Assert.Contains($"CREATE TABLE many.{table.Name.Name} (", system, StringComparison.Ordinal));
        Assert.DoesNotContain("Further tables", system, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_CatalogThatDoesNotFit_HasFoundTablesThenTheirNeighboursThenTheRestInShortAndEmptyOnesLast()
    {
        var tables = Enumerable.Range(0, 60).Select(Small).ToList();
        tables[2] = tables[2] with { RowEstimate = 0 };
        ForeignKey key = new(tables[40].Name, ["id"], tables[0].Name, ["id"], IsDeclared: true);

        var built = await BuildAsync(Ask(tables, found: 1, key), ("LLM_CONTEXT_TOKENS", "3200"), ("LLM_MAX_TOKENS", "500"));

        var system = built.Messages[0].Text;
        Assert.True(built.EstimatedTokens <= 2700, $"{built.EstimatedTokens} tokens");
        Assert.Contains("CREATE TABLE many.thing_0 (", system, StringComparison.Ordinal);
        Assert.Contains("CREATE TABLE many.thing_40 (\n  id bigint PRIMARY KEY REFERENCES many.thing_0 (id),", system, StringComparison.Ordinal);
        Assert.Contains("CREATE TABLE many.thing_1 (", system, StringComparison.Ordinal);
        Assert.Contains("-- many.thing_2 (id, amount, noted_on)\n", system, StringComparison.Ordinal);
        Assert.Contains("-- many.thing_59 (id, amount, noted_on)\n", system, StringComparison.Ordinal);
        Assert.Contains("all but the names of the columns of many.thing_", built.Dropped, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("What is the average of column_57?", true)]
    [InlineData("What is the average of the 57th?", false)]
    public async Task Build_ColumnNamedInTheQuestion_StaysHoweverLittleRoomThereIs(string question, bool isThere)
    {
        var request = Ask([Wide(0)], found: 1) with { Question = question };

        var built = await BuildAsync(request, ("LLM_CONTEXT_TOKENS", "1700"), ("LLM_MAX_TOKENS", "500"));

        Assert.Equal(isThere, built.Messages[0].Text.Contains("  column_57 ", StringComparison.Ordinal));
        Assert.DoesNotContain("  column_56 ", built.Messages[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_TableThatKeepsFormerRows_SaysWhichAreInForce()
    {
        static ColumnInfo Date(string name, string least, string greatest) => new()
        {
            Name = name,
            DataType = "date",
            Kind = ColumnKind.Date,
            Statistics = new ColumnStatistics { Minimum = least, Maximum = greatest, DistinctCount = 90 },
        };
        var table = new TableInfo
        {
            Name = new RelationName("hr", "salary"),
            PrimaryKey = ["person_id", "from_date"],
            RowEstimate = 900,
            Columns =
            [
                new ColumnInfo { Name = "person_id", DataType = "int", Kind = ColumnKind.Integer },
                Date("from_date", "2001-01-01", "2024-01-01"),
                Date("to_date", "2002-01-01", "9999-12-31"),
            ],
        };

        var system = (await BuildAsync(Ask([table], found: 1))).Messages[0].Text;

        Assert.Contains("salary keeps former rows: from_date and to_date say when each is in force", system, StringComparison.Ordinal);
    }

    private static GenerationRequest Ask(IReadOnlyList<TableInfo> tables, int found, params ForeignKey[] keys) => ModelHarness.Ask("How many?") with
    {
        Catalog = SmallCatalog.Catalog with { Tables = tables, ForeignKeys = keys },
        Schema = new RetrievedSchema { Tables = [.. tables.Take(found).Select(table => new RetrievedTable(table, 1, RetrievalReason.Matched, ""))] },
    };

    private static TableInfo Small(int number) => new()
    {
        Name = new RelationName("many", $"thing_{number}"),
        PrimaryKey = ["id"],
        RowEstimate = 100,
        Columns =
        [
            new ColumnInfo { Name = "id", DataType = "bigint", Kind = ColumnKind.Integer },
            new ColumnInfo { Name = "amount", DataType = "numeric", Kind = ColumnKind.Decimal },
            new ColumnInfo { Name = "noted_on", DataType = "date", Kind = ColumnKind.Date },
        ],
    };

    private static TableInfo Wide(int number) => new()
    {
        Name = new RelationName("big", $"table_{number}"),
        PrimaryKey = ["id"],
        Columns =
        [
            new ColumnInfo { Name = "id", DataType = "bigint", Kind = ColumnKind.Integer },
            .. Enumerable.Range(1, 60).Select(i => new ColumnInfo
            {
                Name = $"column_{i}",
                DataType = "text",
                Comment = $"what column {i} of table {number} means to people",
            }),
        ],
    };

    private static async Task<BuiltPrompt> BuildAsync(GenerationRequest request, params (string Key, string Value)[] settings)
    {
        await using var harness = new ModelHarness(modelUrl: null, settings);
        return harness.Services.GetRequiredService<TranslationPrompt>().Build(request);
    }
}
