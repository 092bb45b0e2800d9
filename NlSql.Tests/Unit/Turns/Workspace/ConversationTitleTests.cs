using NlSql.Core.Turns.Workspace;

namespace NlSql.Tests.Unit.Turns.Workspace;

public sealed class ConversationTitleTests
{
    [Theory]
    [InlineData(" orders\nper month ", "orders per month")]
    [InlineData("orders", "orders")]
    public void Of_Question_IsOneLine(string question, string title) => Assert.Equal(title, ConversationTitle.Of(question));

    [Fact]
    public void Of_LongQuestion_IsCutBetweenCharacters()
    {
        var title = ConversationTitle.Of(new string('a', 78) + "\U0001F600 and more");

        Assert.Equal(new string('a', 78) + "…", title);
    }
}
