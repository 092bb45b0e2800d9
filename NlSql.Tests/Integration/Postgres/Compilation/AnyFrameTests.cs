using System.Globalization;
using CsCheck;
using NlSql.Core.Language.Generation.BuiltIn.Compilation;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Writing;

namespace NlSql.Tests.Integration.Postgres.Compilation;

/// <summary>Any frame may be asked: it is SQL that passes the guard and runs, or it is not compiled. A failure prints the SQL and the case.</summary>
public sealed class AnyFrameTests(ShopDatabase shop, StaffDatabase staff, FlightDatabase flights, FiscalShopDatabase fiscal)
    : IClassFixture<ShopDatabase>, IClassFixture<StaffDatabase>, IClassFixture<FlightDatabase>, IClassFixture<FiscalShopDatabase>
{
    /// <summary>The same frames in every run; <c>NLSQL_FUZZ_SEED</c> makes others.</summary>
    private static readonly ulong Seed = ulong.TryParse(Environment.GetEnvironmentVariable("NLSQL_FUZZ_SEED"), out var seed) ? seed : 1;

    [Fact]
    public async Task Compile_AnyFrame_Runs()
    {
        var compiled = 0;
        foreach (var (database, cases) in new (CompiledDatabase, int)[] { (shop, 1000), (staff, 600), (flights, 200), (fiscal, 200) })
        {
            for (var number = 1; number <= cases; number++)
            {
                var answer = Grammar(database, number).Answer();
                IReadOnlyList<CompiledAnswer> found = [];
                try
                {
                    found = database.Compile(answer);
                    foreach (var one in found.Take(2))
                    {
                        await database.ReadAsync(one);
                    }
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    var sql = found.Count > 0 ? PlanWriter.Write(found[0].Plan) : "";
                    Assert.Fail($"Case {number} of seed {Seed} on {database.GetType().Name}: {error.Message}\n{sql}\n{error}");
                }

                compiled += found.Count > 0 ? 1 : 0;
            }
        }

        // Most frames of the grammar have a meaning.
        Assert.True(compiled > 1200, compiled.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>A filter and its denial part the rows; groups by what each row has one of add up to all rows.</summary>
    [Fact]
    public async Task Compile_AnyFilter_PartsTheRows()
    {
        var compared = 0;
        foreach (var (database, cases) in new (CompiledDatabase, int)[] { (shop, 250), (staff, 150) })
        {
            for (var number = 1; number <= cases; number++)
            {
                var grammar = Grammar(database, number);
                var grain = database.Schema.Tables.Where(t => t.Key.Count > 0).ElementAt(number % database.Schema.Tables.Count(t => t.Key.Count > 0));
                var filter = grammar.Filter(grain);
                var dimensions = database.Schema.Joins.EdgesOf(grain).Where(e => e.IsToOne(grain) && e.One != grain).SelectMany(e => e.One.Columns)
                    .Concat(grain.Columns)
                    .ToList();
                var column = dimensions[number % dimensions.Count];
                var by = new ColumnUse(column, new EntityRef(column.Table));
                var count = new QueryFrame { Grain = new EntityRef(grain), Show = [new RowCount(new EntityRef(grain))] };
                var all = await Total(database, count);
                var met = await Total(database, count with { Where = filter });
                var failed = await Total(database, count with { Where = new Not(filter) });
                var grouped = await Total(database, count with { Where = filter, By = [by] });
                var inner = await Total(database, count with { Show = [new RowCount(new EntityRef(grain), filter)], By = [by] });

                var at = $"Case {number} of seed {Seed}, by {column}: {FrameKey.Of(filter)}";
                Assert.True(met is null || met + failed == all, $"{met} + {failed} of {all}. {at}");
                Assert.True(met is null || (grouped ?? met) == met, $"{grouped} of {met}. {at}");
                Assert.True(met is null || (inner ?? met) == met, $"{inner} of {met}. {at}");
                compared += met is not null && grouped is not null && inner is not null ? 1 : 0;
            }
        }

        Assert.True(compared > 200, compared.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The sum of the last column; null for what is not compiled, or has a choice of routes, in which what is grouped by has a say.</summary>
    private static async Task<long?> Total(CompiledDatabase database, QueryFrame frame)
    {
        var found = database.Compile(new SingleAnswer(frame));
        return found.Count == 0 || found[0].Choices.Count > 0
            ? null
            : (await database.ReadAsync(found[0])).Sum(r => long.Parse(r[^1], CultureInfo.InvariantCulture));
    }

    private static FrameGrammar Grammar(CompiledDatabase database, int number) =>
        new(database, FrameGrammar.Numbers.Generate(new PCG((uint)number, Seed), null, out _));
}
