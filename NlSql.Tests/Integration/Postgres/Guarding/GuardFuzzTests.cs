using System.Globalization;
using NlSql.Core.Sql.Guarding;
using NlSql.Tests.Fakes;
using NlSql.Tests.Integration.Postgres.Guarding.Fuzz;
using NlSql.Tests.Unit.Sql.Guarding;

namespace NlSql.Tests.Integration.Postgres.Guarding;

/// <summary>
/// Random statements, planned and run as a superuser wherever the guard lets them pass. Nothing that must not be reached may be, no plan may take PostgreSQL
/// more than <see cref="FuzzSession.MostServerMemory"/> or keep it beyond its timeout, and none without an attack in it may be refused. NLSQL_FUZZ_COUNT
/// asks for more of them (./test.sh --fuzz for 200,000), NLSQL_FUZZ_SEED for others; a failure names the seed that brings it back.
/// </summary>
public sealed class GuardFuzzTests(PostgresFixture postgres)
{
    private const int Count = 5_000;

    private static readonly string[] Cases = [.. GuardCases.Hostile.Select(c => c.Sql), .. GuardCases.Honest];

    [Fact]
    public Task Approved_RandomStatements_ReachNothingAndArePlannedInBounds() => OnItsOwnThreadAsync((database, session) =>
    {
        var (seed, count) = (Number("NLSQL_FUZZ_SEED", 1), Number("NLSQL_FUZZ_COUNT", Count));
        var (faults, approved, ran, honest) = (new List<string>(), 0, 0, 0);
        for (var i = seed; i < seed + count; i++)
        {
            var (sql, isRun, isHonest) = Write(i);
            var verdict = GuardVerdicts.Check(sql, database.Scope);
            honest += isHonest ? 1 : 0;
            if (verdict is GuardRefusal refusal && isHonest)
            {
                faults.Add($"NLSQL_FUZZ_SEED={i} NLSQL_FUZZ_COUNT=1: {sql}\n    is honest and refused: {refusal.Message}");
            }

            if (verdict is not GuardApproval { Sql: var passed })
            {
                continue;
            }

            approved++;
            var fault = session.Plan(passed);
            if (fault is null && isRun)
            {
                (fault, var gaveRows) = session.Run(passed);
                ran += gaveRows ? 1 : 0;
            }

            if (fault is not null)
            {
                faults.Add($"NLSQL_FUZZ_SEED={i} NLSQL_FUZZ_COUNT=1: {sql}\n    {passed.Text}\n    {fault}");
            }

            if (faults.Count == 20)
            {
                break;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Seeds {seed} to {seed + count - 1}: {approved} of {count} approved, all {honest} honest ones among them, {ran} of them gave rows, "
                + $"{session.TimedOut} plans ended by the timeout, "
                + $"the planning process came to {session.PeakBytes >> 20} MB."));
        Assert.True(faults.Count == 0, $"{faults.Count} statements:\n{string.Join('\n', faults)}");
        Assert.True(count < 1_000 || (approved > count / 50 && honest > count / 20), $"{approved} of {count} were approved, {honest} are honest.");
        Assert.Empty(session.Traces());
    });

    [Fact]
    public Task Approved_EveryAttackInEveryPosition_ReachesNothing() => OnItsOwnThreadAsync((database, session) =>
    {
        var (faults, approved) = (new List<string>(), new List<string>());
        foreach (var attack in AttackWords.Expressions.Select(word => word.Replace("{0}", $"{session.Victim}", StringComparison.Ordinal)))
        {
            foreach (var position in AttackWords.Positions)
            {
                var sql = position.Replace("{0}", attack, StringComparison.Ordinal);
                if (GuardVerdicts.Check(sql, database.Scope) is not GuardApproval { Sql: var passed })
                {
                    continue;
                }

                // From 17 on this is no call of anybody's function.
                if (database.Scope.ServerVersion < 17 || !attack.StartsWith("json_value", StringComparison.OrdinalIgnoreCase))
                {
                    approved.Add(sql);
                }

                if ((session.Plan(passed) ?? session.Run(passed).Effect) is { } fault)
                {
                    faults.Add($"{sql}\n    {fault}");
                }
            }
        }

        Assert.True(faults.Count == 0, $"{faults.Count} statements:\n{string.Join('\n', faults)}");
        Assert.Empty(approved);
        Assert.Empty(session.Traces());
    });

    private static (string Sql, bool IsRun, bool IsHonest) Write(int seed)
    {
        var random = new Random(seed);
        var typed = new TypedWriter(random);
        return (seed % 10) switch
        {
            < 3 => (new StatementWriter(random).Select(3), true, false),
            < 5 => (typed.Statement(), true, typed.IsHonest),
            < 7 => (new GrowthWriter(random).Statement(), false, false),
            _ => (new CaseMutator(random).Mutate(Cases[random.Next(Cases.Length)], Cases[random.Next(Cases.Length)]), true, false),
        };
    }

    /// <summary>It takes its time, and connections of the tests beside it need the pool's threads.</summary>
    private async Task OnItsOwnThreadAsync(Action<GuardedDatabase, FuzzSession> test)
    {
        await using var database = await FuzzDatabase.CreateAsync(postgres);
        using var session = new FuzzSession(database);
        await Task.Factory.StartNew(
            () => test(database, session),
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
