using NlSql.Core.Language.Schema.Keys;

namespace NlSql.Tests.Unit.Language.Schema.Keys;

public sealed class KeyFactsTests
{
    [Fact]
    public void Stated_InferredKeysAndConnections_AreToldWithTheirEvidence()
    {
        var graph = new SmallSchema()
            .Table("people", "id pk").Table("clubs", "id pk").Table("memberships", "person_id", "club_id").Key("memberships.person_id", "people.id").Build();

        var facts = KeyFacts.Stated(graph).ToList();

        Assert.Equal([("connection", null), ("key", "club_id")], facts.Select(f => (f.Kind, f.Column)));
        Assert.All(facts, f => Assert.Equal("memberships", f.Table.Name));
        Assert.StartsWith("Not declared: memberships.club_id is named after clubs", facts[1].Evidence, StringComparison.Ordinal);
    }
}
