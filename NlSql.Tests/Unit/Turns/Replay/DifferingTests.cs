using NlSql.Core.Turns.Replay.Playing;

namespace NlSql.Tests.Unit.Turns.Replay;

public sealed class DifferingTests
{
    [Theory]
    [InlineData("a b", "b a", "The votes come in another order: it was a, b and is b, a.")]
    [InlineData("a a", "a a a", "The votes differ in number: it was a, a and is a, a, a.")]
    [InlineData("a a b", "a b b", "The votes differ in number: it was a, a, b and is a, b, b.")]
    [InlineData("a", "a b", "The votes have come to include b.")]
    [InlineData("a a", "a a", null)]
    public void Lists_SayWhatChanged(string before, string now, string? words) =>
        Assert.Equal(words, Differing.Lists("The votes", before.Split(' '), now.Split(' ')));

    [Theory]
    [InlineData("SELECT 1\r\nFROM t", "SELECT 1\nFROM t", null)]
    [InlineData("SELECT 1\nFROM t", "SELECT 1\nFROM u", "It differs from line 2 on: it was \"FROM t\" and is \"FROM u\".")]
    public void Lines_SayWhereTheyDiffer(string before, string now, string? words) => Assert.Equal(words, Differing.Lines("It", before, now));
}
