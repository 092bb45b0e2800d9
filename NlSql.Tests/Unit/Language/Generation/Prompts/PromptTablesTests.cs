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
        Assert.DoesNotContain("table_0 (\n);", built.Messages[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_TwoKeysToOneTable_SaysWhatEachIsFor()
    {
        var airports = Table("airports", "id", "town");
        var flights = Table("flights", "id", "origin_airport_id", "destination_airport_id", "carrier_id");
        var carriers = Table("carriers", "id");
        ForeignKey[] keys =
        [
            new(flights.Name, ["origin_airport_id"], airports.Name, ["id"]),
            new(flights.Name, ["destination_airport_id"], airports.Name, ["id"]),
            new(flights.Name, ["carrier_id"], carriers.Name, ["id"]),
        ];

        var system = (await BuildAsync(Ask([airports, flights, carriers], found: 3, keys))).Messages[0].Text;

        Assert.Matches("origin_airport_id bigint.*REFERENCES.*-- as its origin\n", system);
        Assert.Matches("destination_airport_id bigint.*-- as its destination\n", system);
        Assert.DoesNotMatch("carrier_id bigint.*as its", system);

        static TableInfo Table(string name, params string[] columns) => new()
        {
            Name = new RelationName("air", name),
            PrimaryKey = ["id"],
            RowEstimate = 10,
            Columns = [.. columns.Select(column => new ColumnInfo { Name = column, DataType = "bigint", Kind = ColumnKind.Integer, IsNullable = false })],
        };
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

    [Fact]
    public async Task Build_CatalogThatDoesNotFit_HasTheTablesNextToTheQuestionAmongTheRest()
    {
        var tables = Enumerable.Range(0, 400).Select(Small).ToList();
        var request = Ask(tables, found: 1);
        request = request with { Schema = request.Schema with { Ranked = [tables[0].Name, tables[399].Name, tables[398].Name] } };

        var built = await BuildAsync(request, ("LLM_CONTEXT_TOKENS", "2200"), ("LLM_MAX_TOKENS", "500"));

        Assert.Contains("-- many.thing_399 (", built.Messages[0].Text, StringComparison.Ordinal);
        Assert.Contains("-- many.thing_398 (", built.Messages[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("-- many.thing_397 (", built.Messages[0].Text, StringComparison.Ordinal);
        Assert.Contains(built.Tables, table => table.Name == tables[399].Name && table.Columns.Count == 3);
        Assert.False(built.IsWhole);
    }

    [Fact]
    public async Task Build_ColumnsThatNoWordSpeaksOf_AreThereByNameWhereTheirLinesHaveNoRoom()
    {
        var built = await BuildAsync(Ask([Wide(0)], found: 1), ("LLM_CONTEXT_TOKENS", "2200"), ("LLM_MAX_TOKENS", "500"));

        var system = built.Messages[0].Text;
        Assert.Matches("  -- further columns: (column_[0-9]+, )+column_60\n\\);", system);
        Assert.DoesNotContain("what column 60 ", system, StringComparison.Ordinal);
        Assert.Equal(61, Assert.Single(built.Tables).Columns.Count);
        Assert.Contains("all but the names of", built.Dropped, StringComparison.Ordinal);
    }

    /// <summary>Retrieval returns eight tables of a catalog with thousands; a name that stands in the schema is found all the same.</summary>
    [Fact]
    public async Task Build_ColumnOfATableThatWasNotFound_IsThereWhenTheQuestionNamesIt()
    {
        var wide = Wide(0) with
        {
            Name = new RelationName("many", "measurements"),
            Columns = [.. Enumerable.Range(0, 900).Select(i => new ColumnInfo { Name = $"col_{i}", DataType = "numeric", Kind = ColumnKind.Decimal })],
            PrimaryKey = [],
        };
        var tables = Enumerable.Range(0, 100).Select(Small).Append(wide).ToList();

        var built = await BuildAsync(
            Ask(tables, found: 8) with { Question = "What is the average of col_777?" }, ("LLM_CONTEXT_TOKENS", "2500"), ("LLM_MAX_TOKENS", "500"));

        Assert.Contains("CREATE TABLE many.measurements (\n", built.Messages[0].Text, StringComparison.Ordinal);
        Assert.Contains("\n  col_777 numeric,\n", built.Messages[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("schema", "view: SELECT id, city FROM crm.customers WHERE city <> '...'")]
    [InlineData("samples", "view: SELECT id, city FROM crm.customers WHERE city <> 'Berlin'")]
    public async Task Build_View_TellsWhatItStandsFor(string sees, string expected)
    {
        var view = View("SELECT id, city\n   FROM crm.customers\n  WHERE city <> 'Berlin';");

        var system = (await BuildAsync(Ask([SmallCatalog.Customers, view], found: 1), ("MODEL_SEES", sees))).Messages[0].Text;

        Assert.Contains(expected, system, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_ViewOverWhatMayNotBeRead_DoesNotTellOfIt()
    {
        var system = (await BuildAsync(Ask([SmallCatalog.Customers, View("SELECT secret FROM crm.hidden")], found: 1))).Messages[0].Text;

        Assert.Contains("-- view\nCREATE TABLE crm.shown", system, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", system, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_FlagsAndLists_AreSaidWithoutAnyOtherValue()
    {
        static ColumnInfo Text(string name, params string[] values) => new()
        {
            Name = name,
            DataType = "text",
            Kind = ColumnKind.Text,
            Statistics = new ColumnStatistics { Samples = [.. values.Select(value => new SampleValue(value, 100))], DistinctCount = values.Length },
        };
        var table = Small(1) with
        {
            Columns =
            [
                .. Small(1).Columns,
                Text("active", "Y", "N"),
                Text("colours", "red, green", "red", "green, blue, red", "blue, red"),
                Text("maker", "Doe, Jane", "Roe, Jane", "Moe, John"),
            ],
        };

        var system = (await BuildAsync(Ask([table], found: 1))).Messages[0].Text;

        Assert.Contains("active is a flag: its only values are Y and N.", system, StringComparison.Ordinal);
        Assert.Contains("colours holds several values in one text, separated by commas.", system, StringComparison.Ordinal);
        Assert.DoesNotContain("maker holds", system, StringComparison.Ordinal);
        Assert.DoesNotContain("Jane", system, StringComparison.Ordinal);
        Assert.DoesNotContain("blue", system, StringComparison.Ordinal);
    }

    private static TableInfo View(string definition) => new()
    {
        Name = new RelationName("crm", "shown"),
        Kind = RelationKind.View,
        ViewDefinition = definition,
        Columns = [new ColumnInfo { Name = "id", DataType = "bigint", Kind = ColumnKind.Integer }],
    };

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
