using NlSql.Core.Foundation.Failures;
using NlSql.Web.State.Turns;

namespace NlSql.Tests.Unit.State;

/// <summary>The database counts in the statement as it was sent, people look at what they typed.</summary>
public sealed class SqlFaultTests
{
    [Theory]
    [InlineData("select   list_pric\nfrom products", "SELECT list_pric FROM products", 7, 9, 9)]
    [InlineData("select p.List_Pric from products p", "SELECT p.list_pric FROM products p", 7, 7, 11)]
    public void In_NameThatStandsThereOnce_IsFoundInWhatWasTyped(string typed, string sent, int position, int start, int length) =>
        Assert.Equal(new SqlFault(start, length, "no"), SqlFault.In(typed, sent, Failure(position)));

    [Theory]
    [InlineData("select n, n from t", "SELECT n, n FROM t", 7)]
    [InlineData("select 1", "SELECT 1", null)]
    [InlineData("select 1", "SELECT 1", 99)]
    [InlineData("select a from t", "SELECT zz FROM t", 7)]
    public void In_PlaceThatIsNotCertain_IsNone(string typed, string sent, int? position) => Assert.Null(SqlFault.In(typed, sent, Failure(position)));

    private static PipelineFailure Failure(int? position) => new(FailureParty.Database, FailureTypes.DatabaseError, "no") { Position = position };
}
