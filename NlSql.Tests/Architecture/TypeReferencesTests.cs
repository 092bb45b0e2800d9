namespace NlSql.Tests.Architecture;

/// <summary>The reader behind the architecture tests sees every way in which a type can use another.</summary>
public sealed class TypeReferencesTests
{
    private const string Specimens = "NlSql.Tests.Architecture.Specimens.";

    private static readonly Lazy<IReadOnlyList<TypeUse>> Uses = new(() => TypeReferences.Of("NlSql.Tests"));

    [Theory]
    [InlineData("OfBase", "Base")]
    [InlineData("OfInterface", "IRole")]
    [InlineData("OfField", "Field")]
    [InlineData("OfParameter", "Parameter")]
    [InlineData("OfConstraint`1", "Constraint")]
    [InlineData("OfArgument", "Argument")]
    [InlineData("OfArgument", "Generic")]
    [InlineData("OfLambda", "Local")]
    [InlineData("OfCatch", "Caught")]
    [InlineData("OfAttribute", "MarkAttribute")]
    [InlineData("OfAttribute", "Handed")]
    [InlineData("OfNested", "Fields")]
    public void Of_Use_IsSeen(string from, string to) =>
        Assert.Contains(new TypeUse(new OuterType(Specimens + "Using", from), new OuterType(Specimens + "Used", to)), Uses.Value);

    [Fact]
    public void Cycles_Round_NamesItsFoldersAndTheTypesOfEachEdge()
    {
        var graph = FolderGraph.Of([Use("a", "A1", "b", "B1"), Use("b", "B2", "c", "C1"), Use("c", "C2", "a", "A2"), Use("c", "C2", "d", "D")], name => name);

        Assert.Equal(["a -> b -> c -> a\n    a -> b: A1 uses B1\n    b -> c: B2 uses C1\n    c -> a: C2 uses A2"], graph.Cycles());
        Assert.Equal([], FolderGraph.Of([Use("a", "A1", "b", "B1"), Use("c", "C2", "a", "A2"), Use("c", "C2", "d", "D")], name => name).Cycles());
    }

    private static TypeUse Use(string from, string fromType, string to, string toType) => new(new OuterType(from, fromType), new OuterType(to, toType));
}
