using NlSql.Core.Language.Generation;
using NlSql.Core.Turns.Replay.Packs;
using NlSql.Core.Turns.Replay.Playing;
using NlSql.Core.Turns.Workspace.Traces;

namespace NlSql.Tests.Unit.Turns.Replay;

public sealed class DraftStagesTests
{
    /// <summary>Of tables far down the list no columns are noted: that says nothing of those it has.</summary>
    [Theory]
    [InlineData("id bigint", "id integer", true)]
    [InlineData("id bigint", null, false)]
    [InlineData(null, "id bigint", false)]
    public void Between_SchemaIsAnother_NamesColumnsWhereBothHaveThem(string? before, string? now, bool areNamed)
    {
        var pack = new ReplayPack
        {
            Pack = ReplayPack.FormatName,
            Format = ReplayPack.NewestFormat,
            MadeBy = "1",
            MadeAt = DateTimeOffset.UnixEpoch,
            Turn = new PackedTurn { Id = "t1", Question = "How many boats?", AskedAt = DateTimeOffset.UnixEpoch },
        };

        var stages = DraftStages.Between(pack, Seen("a", before), new PlayedDraft(Seen("b", now), null, null), isAsked: false);

        var said = Assert.Single(Assert.Single(stages, stage => stage.Name == "schema").Sentences);
        Assert.Equal(areNamed, said.Contains("columns of boats", StringComparison.Ordinal));
    }

    private static TurnTrace Seen(string hash, string? column) => new()
    {
        Version = "1",
        DraftedAt = DateTimeOffset.UnixEpoch,
        Settings = new GenerationSettings(),
        CatalogHash = hash,
        Tables = [new SeenTable("boats", "Named", "It is named.", column is null ? [] : [column])],
    };
}
