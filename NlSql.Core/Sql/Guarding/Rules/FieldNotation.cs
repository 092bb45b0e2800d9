using NlSql.Core.Sql.Lists;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Rules;

/// <summary>
/// PostgreSQL reads <c>x.name</c> as the call <c>name(x)</c> when x has no such column. After a table, x is a row: functions of pg_catalog
/// that take one only compute, but for those that a name beginning with <c>pg_</c> gives away; those outside are known from the
/// catalog. After parentheses, a subscript or a function in FROM, x can be a value of any type: then every function that can be
/// called with one argument is in reach, <c>('work_mem'::text).current_setting</c>.
/// </summary>
internal sealed class FieldNotation
{
    private readonly GuardScope scope;

    /// <summary>Functions in FROM by the name they go by, with the columns that every one of that name declares.</summary>
    private readonly Dictionary<string, HashSet<string>> functions = new(StringComparer.Ordinal);

    /// <summary>A construct with a name of its own making, such as COALESCE, stands in FROM without an alias.</summary>
    private bool hasUnnamed;

    public FieldNotation(GuardScope scope, ParseNode statement)
    {
        this.scope = scope;
        Collect(statement);
    }

    public Violation? Check(ParseNode node) => node.Kind switch
    {
        "ColumnRef" => Column(node, node.List("fields")),
        "A_Indirection" =>
            node.List("indirection")
                .Where(step => step.Kind == "String")
                .Select(step => Value(node, step.Text("sval")))
                .FirstOrDefault(found => found is not null),
        _ => null,
    };

    private Violation? Column(ParseNode node, IReadOnlyList<ParseNode> fields)
    {
        for (var i = 1; i < fields.Count; i++)
        {
            if (fields[i].Kind != "String")
            {
                continue;
            }

            var (owner, name) = (fields[i - 1].Text("sval"), fields[i].Text("sval"));
            var canBeValue = functions.TryGetValue(owner, out var columns) ? !columns.Contains(name) : hasUnnamed;
            if ((canBeValue ? Value(node, name) : Row(node, name)) is { } violation)
            {
                return violation;
            }
        }

        return null;
    }

    private Violation? Row(ParseNode node, string name) =>
        name.StartsWith("pg_", StringComparison.Ordinal) || scope.RowFunctions.Contains(name) ? Refused(node, name) : null;

    private Violation? Value(ParseNode node, string name) =>
        AllowLists.OneArgument.Contains(name) || scope.OneArgumentFunctions.Contains(name) ? Refused(node, name) : Row(node, name);

    private static Violation Refused(ParseNode node, string name) =>
        new(GuardRules.ColumnNotation, $"\".{name}\" can call the function \"{name}\", which is not on the list of functions that may be called.", node);

    private void Collect(ParseNode node)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (node.Kind == "RangeFunction")
        {
            Remember(node);
        }

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
    }

    private void Remember(ParseNode item)
    {
        var alias = item.Node("alias");
        var calls = item.List("functions").SelectMany(function => function.List("items")).ToList();
        var name = alias?.Text("aliasname") ?? calls.FirstOrDefault(call => call.Kind == "FuncCall")?.Names("funcname")[^1];
        if (name is null)
        {
            hasUnnamed = true;
            return;
        }

        var declared = item.List("coldeflist").Concat(calls.SelectMany(call => call.List("items"))).Select(column => column.Text("colname"))
            .Concat(alias?.Names("colnames") ?? []);
        if (functions.TryGetValue(name, out var columns))
        {
            // Which of the two a reference means is not known here, so that a column must be declared by both.
            columns.IntersectWith(declared);
        }
        else
        {
            functions.Add(name, declared.ToHashSet(StringComparer.Ordinal));
        }
    }
}
