using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Database.Catalog;

/// <summary>
/// Which columns of a view's query can hold values of hidden ones. A column of a table is known by its table's alias; what comes out of a CTE, a sub-select, a
/// renamed table or a join with a name counts as hidden as soon as the query names anything hidden at all. <c>count</c> tells no value.
/// </summary>
/// <param name="query">As pg_get_viewdef writes it with nothing but pg_catalog on the search path: every table with its schema.</param>
/// <param name="isHidden">Of a relation and one of its columns; without a column: whether any of its columns is.</param>
internal sealed class ViewReach(ParseNode query, Func<RelationName, string?, bool> isHidden)
{
    private readonly (ILookup<string, RelationName> Tables, IReadOnlySet<string> Made) sources = Sources(query);

    /// <summary>One mark for each output column, in their order.</summary>
    public IReadOnlyList<bool> Outputs()
    {
        var hasHidden = sources.Made.Count > 0
            && (Names(query) || sources.Tables.Any(table => sources.Made.Contains(table.Key) && table.Any(name => isHidden(name, null))));
        return Outputs(query, hasHidden);
    }

    private List<bool> Outputs(ParseNode select, bool hasHidden)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (select.Node("larg") is { } left && select.Node("rarg") is { } right)
        {
            return [.. Outputs(left, hasHidden).Zip(Outputs(right, hasHidden), (a, b) => a || b)];
        }

        return select.List("valuesLists") is [var row, ..]
            ? [.. row.List("items").Select(_ => IsShown(select))]
            : [.. select.List("targetList").Select(IsShown)];

        bool IsShown(ParseNode node) => Names(node) || (hasHidden && IsMade(node));
    }

    /// <summary>Whether a hidden column of a table is named.</summary>
    private bool Names(ParseNode node) => Any(node, (qualifier, column) =>
        sources.Tables.Where(table => qualifier is null || table.Key == qualifier)
            .Any(table => table.Any(name => isHidden(name, column)) || (qualifier is null && table.Key == column && table.Any(name => isHidden(name, null)))));

    /// <summary>Whether something is named that need not be a table's.</summary>
    private bool IsMade(ParseNode node) => Any(node, (qualifier, column) =>
        qualifier is null || sources.Made.Contains(qualifier) || !sources.Tables.Contains(qualifier));

    private static bool Any(ParseNode node, Func<string?, string?, bool> test)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (node.Kind)
        {
            case "FuncCall" when node.Names("funcname")[^1] == "count":
                return false;
            case "ColumnRef":
                var fields = node.List("fields");
                return test(fields.Count > 1 ? fields[^2].Text("sval") : null, fields[^1].Kind == "A_Star" ? null : fields[^1].Text("sval"));
        }

        foreach (ref readonly var field in node.Fields)
        {
            if (field.Value is ParseNode child ? Any(child, test) : field.Value is ParseNode[] children && Array.Exists(children, item => Any(item, test)))
            {
                return true;
            }
        }

        return false;
    }

    private static (ILookup<string, RelationName> Tables, IReadOnlySet<string> Made) Sources(ParseNode query)
    {
        List<(string Alias, RelationName Name)> tables = [];
        var made = new HashSet<string>(StringComparer.Ordinal);
        Collect(query);
        return (tables.ToLookup(table => table.Alias, table => table.Name, StringComparer.Ordinal), made);

        void Collect(ParseNode node)
        {
            System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
            var alias = node.Kind is "RangeVar" or "RangeSubselect" or "RangeFunction" or "JoinExpr" ? node.Node("alias") : null;
            if (node.Kind == "RangeVar" && node.Has("schemaname"))
            {
                tables.Add((alias?.Text("aliasname") ?? node.Text("relname"), new RelationName(node.Text("schemaname"), node.Text("relname"))));
            }

            if (alias is not null && (node.Kind != "RangeVar" || !node.Has("schemaname") || alias.Has("colnames")))
            {
                made.Add(alias.Text("aliasname"));
            }
            else if (node.Kind == "RangeVar" && !node.Has("schemaname"))
            {
                made.Add(node.Text("relname"));
            }

            var before = tables.Count;
            foreach (ref readonly var field in node.Fields)
            {
                switch (field.Value)
                {
                    case ParseNode child:
                        Collect(child);
                        break;
                    case ParseNode[] children:
                        Array.ForEach(children, Collect);
                        break;
                }
            }

            // A join with a name hands on all columns of its tables, without another word about them.
            if (node.Kind == "JoinExpr" && alias is not null)
            {
                made.UnionWith(tables.Skip(before).Select(table => table.Alias));
            }
        }
    }
}
