using NlSql.Core.Language.Generation.Voting;
using NlSql.Web.State.Turns;

namespace NlSql.Tests.Unit.State;

/// <summary>The badge of a vote.</summary>
public sealed class AgreementWordsTests
{
    [Theory]
    [InlineData(1, 1, null, "only 1 draft could be tried")]
    [InlineData(1, 1, true, "only 1 draft could be tried")]
    [InlineData(1, 2, false, "no two of 2 drafts agree")]
    [InlineData(1, 3, null, "no two of 3 drafts agree")]
    [InlineData(2, 3, null, "2 of 3 drafts agree")]
    [InlineData(2, 3, true, "2 of 3 drafts agree, the built-in translator's among them")]
    [InlineData(2, 3, false, "2 of 3 drafts agree, the built-in translator's does not")]
    public void Agreement_SaysWhoAgrees(int agreeing, int counted, bool? translator, string words) =>
        Assert.Equal(words, TurnWords.Agreement(new Agreement(agreeing, counted) { Translator = translator }));
}
