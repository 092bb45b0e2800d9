using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Retrieval;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Planning;

/// <summary>PostgreSQL has no ILIKE on enumerated types and refuses to compare them with what is no label.</summary>
public sealed class EnumConditionTests
{
    private static readonly SchemaCatalog Parcels = SmallShop.Catalog with
    {
        Tables =
        [
            SmallShop.Table(
                "parcels",
                800,
                "",
                SmallShop.Column("id", ColumnKind.Integer),
                SmallShop.Column("state", ColumnKind.Enum) with { EnumLabels = ["sent", "lost"] }),
        ],
        ForeignKeys = [],
    };

    [Theory]
    [InlineData("how many parcels have state lost", "state = 'lost'")]
    [InlineData("how many parcels have a state that contains \"os\"", "CAST(state AS text) ILIKE '%os%'")]
    [InlineData("how many parcels have state \"Vanished\"", "CAST(state AS text) ILIKE 'Vanished'")]
    public async Task Translate_EnumeratedColumn_IsComparedAsPostgresAllows(string question, string condition)
    {
        var draft =
            await SmallShop.DraftAsync(new GenerationRequest { Question = question, Catalog = Parcels, Schema = RetrievedSchema.Empty, AnswerAlways = true });

        Assert.EndsWith($"WHERE {condition}", SmallShop.OnOneLine(draft.Sql!), StringComparison.Ordinal);
    }
}
