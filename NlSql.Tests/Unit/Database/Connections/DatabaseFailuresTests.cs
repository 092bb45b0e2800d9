using NlSql.Core.Database.Connections;
using Npgsql;

namespace NlSql.Tests.Unit.Database.Connections;

public sealed class DatabaseFailuresTests
{
    [Theory]
    [InlineData("SELECT x", 8, 0, 7)]
    [InlineData("SELECT '🌍', x", 13, 0, 13)]
    [InlineData("AB SELECT x", 11, 3, 7)]
    [InlineData("SELECT x", 0, 0, null)]
    [InlineData("AB SELECT x", 2, 3, null)]
    public void PositionIn_CodePointsFrom1_BecomeUtf16From0(string sent, int position, int prefix, int? expected) =>
        Assert.Equal(expected, DatabaseFailures.PositionIn(sent, position, prefix));

    [Theory]
    [InlineData(false, "The standby server ended the statement: it has")]
    [InlineData(true, "The standby server ended the statement, twice: it has")]
    public void From_StandbyEndedIt_SaysHowOften(bool isRepetition, string beginning)
    {
        var failure = DatabaseFailures.From(Conflict(), isRepetition: isRepetition);

        Assert.StartsWith(beginning, failure.Message, StringComparison.Ordinal);
        Assert.True(failure.IsTransient);
    }

    [Fact]
    public async Task TwiceAsync_StandbyEndedIt_DoesItAgainUnlessItWasStopped()
    {
        List<bool> asked = [];
        Assert.Equal(1, await RecoveryConflict.TwiceAsync(Work, CancellationToken.None));
        Assert.Equal([true, false], asked);

        asked.Clear();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RecoveryConflict.TwiceAsync(Work, new CancellationToken(canceled: true)));
        Assert.Equal([true], asked);

        Task<int> Work(bool isFirst)
        {
            asked.Add(isFirst);
            return isFirst ? throw Conflict() : Task.FromResult(1);
        }
    }

    /// <summary>What passes by itself is told to programs as such: 503, not a fault of the statement's.</summary>
    [Theory]
    [InlineData("53300", "too many connections for role \"nlsql\"")]
    [InlineData("53200", "out of memory")]
    [InlineData("55P03", "canceling statement due to lock timeout")]
    [InlineData("40001", "could not serialize access")]
    [InlineData("57P03", "the database system is starting up")]
    public void From_ServerThatIsShortOfSomething_IsTransient(string state, string message)
    {
        var failure = DatabaseFailures.From(new PostgresException(message, "ERROR", "ERROR", state));

        Assert.True(failure.IsTransient);
        Assert.NotNull(failure.Advice);
    }

    private static PostgresException Conflict() => new(
        "canceling statement due to conflict with recovery", "ERROR", "ERROR", PostgresErrorCodes.SerializationFailure, routine: "ProcessInterrupts");
}
