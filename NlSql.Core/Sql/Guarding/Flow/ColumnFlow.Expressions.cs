using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Flow;

/// <summary>Values and what combines them.</summary>
internal sealed partial class ColumnFlow
{
    private Taint? Any(object? value, FlowLevel level)
    {
        switch (value)
        {
            case ParseNode node:
                return Expression(node, level);
            case ParseNode[] list:
                Taint? taint = null;
                foreach (var item in list)
                {
                    // All of them are looked at: there can be a query in each.
                    var found = Expression(item, level);
                    taint ??= found;
                }

                return taint;
            default:
                return null;
        }
    }

    private Taint? Expression(ParseNode node, FlowLevel level)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (IsDone)
        {
            return null;
        }

        switch (node.Kind)
        {
            case "ColumnRef":
                return Take(Reference(node, node.List("fields"), level)?.Whole);
            case "SelectStmt":
                return Nested(node, level);
            case "SubLink" when node.Text("subLinkType") == "EXISTS_SUBLINK":
                // Whether there are rows, not what is in them; what decides that counts by itself.
                Query(node.Node("subselect")!, level, level.Commons);
                return null;
            case "A_Indirection" when IsField(node, level, out var field):
                return Take(field) ?? Any(node.List("indirection").Skip(1).ToArray(), level);
            case "A_Indirection" when node.Node("arg") is { Kind: "ColumnRef" } column:
                var steps = node.List("indirection");
                return Take(Reference(column, column.List("fields"), level)?.Field(steps)) ?? Any(steps.ToArray(), level);
            case "FuncCall" when node.Names("funcname") is ["count"] or ["pg_catalog", "count"]:
                // How many there are tells none of them; whether that is asked counts.
                Reach(Children(node, level));
                return null;
            default:
                return Children(node, level);
        }
    }

    private Taint? Children(ParseNode node, FlowLevel level)
    {
        Taint? taint = null;
        foreach (ref readonly var field in node.Fields)
        {
            var found = Any(field.Value, level);
            taint ??= found;
        }

        return taint;
    }

    /// <summary>What a query within an expression decides by is in its value, too.</summary>
    private Taint? Nested(ParseNode select, FlowLevel level)
    {
        var before = within;
        within = null;
        var query = Query(select, level, level.Commons);
        var taint = query.All ?? within;
        within = before ?? within;
        return taint;
    }

    private static Taint? Reference(ParseNode node, IReadOnlyList<ParseNode> fields, FlowLevel level)
    {
        if (fields[^1].Kind == "A_Star")
        {
            return Starred(fields, level).Select(source => source.Row(node, Written(fields))).FirstOrDefault(taint => taint is not null);
        }

        var name = fields[^1].Text("sval");
        return fields.Count == 1
            ? level.Unqualified(name, node)
            : Qualified(node, fields[^2].Text("sval"), name, level, isEvery: fields.Count > 2)
                ?? (level.Named(fields[^2].Text("sval"), isEvery: true).Any() ? null : level.Row(name, node));
    }

    /// <summary>What is no column of a row can be a function's name, which takes the row.</summary>
    private static Taint? Qualified(ParseNode node, string owner, string name, FlowLevel level, bool isEvery)
    {
        foreach (var source in level.Named(owner, isEvery))
        {
            var taint = source.Has(name) == false ? null : source.Column(name, node, name);
            taint ??= source.Has(name) == false || (source is MadeSource && source.Has(name) is null) ? source.Row(node, $"{owner}.{name}") : null;
            if (taint is not null)
            {
                return isEvery ? taint.Whole : taint;
            }
        }

        return null;
    }

    /// <summary><c>(row).name</c> where row is something in FROM, not a column.</summary>
    private static bool IsField(ParseNode node, FlowLevel level, out Taint? taint)
    {
        taint = null;
        if (node.Node("arg") is not { Kind: "ColumnRef" } argument
            || argument.List("fields") is not [{ Kind: "String" } row]
            || node.List("indirection") is not [{ Kind: "String" } field, ..])
        {
            return false;
        }

        var alias = row.Text("sval");
        taint = level.Column(alias, argument, out var isColumn);
        if (isColumn || !level.Named(alias, isEvery: false).Any())
        {
            return false;
        }

        taint = (taint ?? Qualified(node, alias, field.Text("sval"), level, isEvery: false))?.Field(node.List("indirection").Skip(1));
        return true;
    }

    private static bool IsStar(ParseNode value) => value.List(value.Kind == "ColumnRef" ? "fields" : "indirection") is [.., { Kind: "A_Star" }];

    private static IEnumerable<FlowSource> Starred(IReadOnlyList<ParseNode> fields, FlowLevel level) =>
        fields.Count > 1 ? level.Named(fields[^2].Text("sval"), isEvery: fields.Count > 2) : level.Sources;

    private static string Written(IReadOnlyList<ParseNode> fields) => fields.Count > 1 ? $"{fields[^2].Text("sval")}.*" : "*";
}
