using System.Globalization;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Generation.BuiltIn.Resolution;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Facts;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>Writes which rows of a history are in force: by its flag, or by the days from and to which they hold.</summary>
internal sealed class Histories(SelectScope scope, CompileContext context)
{
    public SqlExpression Holds(InForce force, Way way)
    {
        var table = force.History.Table;
        if (table is { History: null, Changes: { } changes })
        {
            return Last(changes, scope.Join(way), force);
        }

        var history = table.History ?? table.Duration ?? throw new NotCompilableException($"{force.History.Table} is no history.");
        var use = scope.Join(way);
        var condition = force switch
        {
            { IsFormer: true } => Ended(history, use),
            { On: { } day } => On(history, use, day),
            _ => Now(history, use),
        };
        // An open end is NULL, as is the end of a row that is missing.
        return scope.MayMiss(use)
            ? SelectScope.All([new NullTestExpression(new ColumnExpression(use, RowValues.KeyColumns(use.Table)[0]), IsNull: false), condition])
            : condition;
    }

    /// <summary>The last change of the same thing, up to a day where there may be later ones.</summary>
    private BinaryExpression Last(ChangesOf changes, TableReference use, InForce force)
    {
        var plan = new RelationalPlan { From = new TableReference(use.Table, context.Alias(["earlier"])) };
        plan.Where.AddRange(changes.Things.Select(t => new BinaryExpression("=", new ColumnExpression(plan.From, t), new ColumnExpression(use, t))));
        var day = force.On ?? context.Today;
        if (force.On is not null || changes.From.Info.Statistics.Maximum is not { } last
            || string.CompareOrdinal(last, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) > 0)
        {
            plan.Where.Add(new BinaryExpression("<=", new ColumnExpression(plan.From, changes.From), Literals.Day(day, changes.From)));
        }

        plan.Showing(new FunctionExpression("MAX", [new ColumnExpression(plan.From, changes.From)]), null);
        var things = string.Join(" and ", changes.Things.Select(t => t.Info.Name));
        context.Tell(ConcernKind.InForceRule, $"Of each {things} in {use.Table.Name} the row with the last {changes.From.Info.Name} is taken to be in force.");
        return new BinaryExpression("=", new ColumnExpression(use, changes.From), new SubqueryExpression(plan));
    }

    private SqlExpression Now(HistoryOf history, TableReference use) => history switch
    {
        { Current: { } flag } => Literals.IsSet(new ColumnExpression(use, flag), flag),
        { To: not null } => Lasts(history, use, context.Today),
        _ => throw new NotCompilableException($"How {use.Table} tells rows in force is not known."),
    };

    private SqlExpression On(HistoryOf history, TableReference use, DateOnly day)
    {
        if (history is not { From: { } from, To: { } to })
        {
            throw new NotCompilableException($"{use.Table} does not tell from when to when its rows were in force.");
        }

        context.Tell(
            ConcernKind.InForceRule,
            $"A row of {use.Table.Name} is taken to be in force from {from.Info.Name} on, "
                + $"until {(IncludesEnd(to) ? "" : "the day before ")}{to.Info.Name}.");
        var begun = new BinaryExpression("<=", new ColumnExpression(use, from), Literals.Day(day, from));
        return new LogicExpression("AND", [begun, Lasts(history, use, day, IncludesEnd(to))]);
    }

    /// <summary>
    /// Whether the last day is one of those on which a row holds: the first end that there is tells, which is the last day of a month where it does and the
    /// first where it does not; else the name, of which only "to" beside "from" leaves the end out.
    /// </summary>
    private static bool IncludesEnd(ColumnNode to) =>
        to.Info.Statistics.Minimum is { Length: >= 10 } first
            && DateOnly.TryParseExact(first[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var end)
            && (end.Day == 1 || end.AddDays(1).Day == 1)
                ? end.Day != 1
                : !to.Words.Contains("to");

    /// <summary>A NULL stands for an open end, whatever else may.</summary>
    private static SqlExpression Lasts(HistoryOf history, TableReference use, DateOnly day, bool includesEnd = false)
    {
        var to = new ColumnExpression(use, history.To!);
        var later = new BinaryExpression(includesEnd ? ">=" : ">", to, Literals.Day(day, history.To!));
        return history.To!.Info.IsNullable ? new LogicExpression("OR", [new NullTestExpression(to, IsNull: true), later]) : later;
    }

    private SqlExpression Ended(HistoryOf history, TableReference use) => history switch
    {
        { To: { } to } => new BinaryExpression("<=", new ColumnExpression(use, to), Literals.Day(context.Today, to)),
        { Current: { } flag } => Literals.IsSet(new ColumnExpression(use, flag), flag, isYes: false),
        _ => throw new NotCompilableException($"How {use.Table} tells rows in force is not known."),
    };
}
