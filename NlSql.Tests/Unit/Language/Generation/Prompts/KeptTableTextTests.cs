using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Generation.Prompts;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Names;

namespace NlSql.Tests.Unit.Language.Generation.Prompts;

/// <summary>What a table reads like is worked out once for each catalog; what a question adds to it is that question's alone.</summary>
public sealed class KeptTableTextTests
{
    [Fact]
    public async Task Build_AfterOtherQuestions_ReadsAsIfItWereTheFirst()
    {
        (string, string)[] settings = [("LLM_CONTEXT_TOKENS", "2000"), ("LLM_MAX_TOKENS", "500")];
        var tables = Enumerable.Range(0, 4).Select(Wide).ToList();
        var first = ModelHarness.Ask("How many?") with
        {
            Catalog = SmallCatalog.Catalog with { Tables = tables, ForeignKeys = [] },
            Schema = new RetrievedSchema { Tables = [.. tables.Take(2).Select(table => new RetrievedTable(table, 1, RetrievalReason.Matched, ""))] },
        };
        var key = new ForeignKey(tables[1].Name, ["column_3"], tables[0].Name, ["id"], IsDeclared: false);
        GenerationRequest[] requests =
        [
            first,
            first with { Schema = first.Schema with { Columns = [new RetrievedColumn(tables[0].Name, tables[0].Columns[40], 0.9)] } },
            first with { Schema = first.Schema with { Joins = [key] } },
            first with { Schema = first.Schema with { Columns = [new RetrievedColumn(tables[0].Name, tables[0].Columns[30], 0.9)] } },
        ];
        await using var harness = new ModelHarness(modelUrl: null, settings);
        var prompt = harness.Services.GetRequiredService<TranslationPrompt>();

        foreach (var request in requests)
        {
            Assert.Equal(await AloneAsync(request, settings), prompt.Build(request).Messages[0].Text);
        }

        Assert.Equal(4, requests.Select(request => prompt.Build(request).Messages[0].Text).Distinct().Count());
    }

    private static TableInfo Wide(int number) => new()
    {
        Name = new RelationName("big", $"table_{number}"),
        PrimaryKey = ["id"],
        Columns =
        [
            new ColumnInfo { Name = "id", DataType = "bigint", Kind = ColumnKind.Integer },
            .. Enumerable.Range(1, 49).Select(i => new ColumnInfo { Name = $"column_{i}", DataType = "text", Comment = $"what column {i} means to people" }),
        ],
    };

    private static async Task<string> AloneAsync(GenerationRequest request, params (string Key, string Value)[] settings)
    {
        await using var harness = new ModelHarness(modelUrl: null, settings);
        return harness.Services.GetRequiredService<TranslationPrompt>().Build(request).Messages[0].Text;
    }
}
