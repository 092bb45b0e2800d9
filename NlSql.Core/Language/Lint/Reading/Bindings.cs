using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Lint.Reading;

/// <summary>Which columns of a query's sources its conditions fix, and by which others.</summary>
internal sealed class Bindings
{
    private readonly List<(LintColumn Column, IReadOnlyList<LintColumn> By)> all = [];
    private readonly HashSet<LintSource> ranged = [];

    public Bindings(LintQuery query)
    {
        foreach (var (left, right) in query.Merged)
        {
            all.Add((left, [right]));
            all.Add((right, [left]));
        }

        foreach (var condition in query.Conditions)
        {
            Read(condition, query);
        }
    }

    /// <summary>A column that has one value where those it is bound by have one; by none: it is a constant.</summary>
    public IReadOnlyList<(LintColumn Column, IReadOnlyList<LintColumn> By)> All => all;

    /// <summary>Sources joined by less and greater: an interval chooses among their rows, and nobody knows how many.</summary>
    public IReadOnlySet<LintSource> Ranged => ranged;

    private void Read(ParseNode condition, LintQuery query)
    {
        switch (condition.Kind)
        {
            case "A_Expr" when TreeWalk.Operator(condition) is "=":
                Bind(condition.Node("lexpr")!, condition.Node("rexpr")!, query);
                Bind(condition.Node("rexpr")!, condition.Node("lexpr")!, query);
                break;
            case "A_Expr" when condition.Text("kind") == "AEXPR_IN" && condition.Names("name") is ["="]
                && condition.Node("rexpr")?.List("items") is [var only]:
                Bind(condition.Node("lexpr")!, only, query);
                break;
            case "A_Expr" when TreeWalk.Operator(condition) is "<" or "<=" or ">" or ">=" || condition.Text("kind") == "AEXPR_BETWEEN":
                var sources = query.Columns(condition)?.Select(column => column.Source).Distinct().ToList() ?? [];
                if (sources.Count > 1)
                {
                    ranged.UnionWith(sources);
                }

                break;
            case "NullTest" when condition.Text("nulltesttype") == "IS_NULL":
                Bind(condition.Node("arg")!, null, query);
                break;
            case "ColumnRef":
                Bind(condition, null, query);
                break;
            case "BoolExpr" when condition.Text("boolop") == "NOT_EXPR" && condition.List("args") is [{ Kind: "ColumnRef" } flag]:
                Bind(flag, null, query);
                break;
            case "BooleanTest":
                Bind(condition.Node("arg")!, null, query);
                break;
        }
    }

    private void Bind(ParseNode side, ParseNode? other, LintQuery query)
    {
        // lower(a.name) = b.name binds as well as a.name does, near enough for a warning.
        if (query.Columns(side)?.Distinct().ToList() is not [var column])
        {
            return;
        }

        if (other is null)
        {
            all.Add((column, []));
        }
        else if (query.Columns(other) is { } by && !by.Contains(column))
        {
            all.Add((column, by));
        }
    }
}
