using NlSql.Core.Sql.Guarding.Expansion;
using NlSql.Core.Sql.Lists;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Rules;

/// <summary>
/// PostgreSQL reads <c>x.name</c> as the call <c>name(x)</c> when x has no such column. A column that is known to exist is a column. Anything else
/// must not bear the name of a function outside pg_catalog that can be called with one argument, of whatever type: a function can take a row by a
/// domain, by VARIADIC or by a type that fits all. After a table, x is a row, and functions of pg_catalog that take one only compute, but for those
/// that a name beginning with <c>pg_</c> gives away. After parentheses, a subscript or a function in FROM, x can be a value of any type: then every
/// function of pg_catalog that can be called with one argument is in reach, <c>('work_mem'::text).current_setting</c>.
/// </summary>
internal sealed class FieldNotation(GuardScope scope, SourceNames sources)
{
    public Violation? Check(ParseNode node)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var found = node.Kind switch
        {
            "ColumnRef" => Column(node, node.List("fields")),
            "A_Indirection" => Steps(node, node.List("indirection")),
            _ => null,
        };
        foreach (ref readonly var field in node.Fields)
        {
            switch (field.Value)
            {
                case ParseNode child:
                    found ??= Check(child);
                    break;
                case ParseNode[] children:
                    foreach (var child in children)
                    {
                        found ??= Check(child);
                    }

                    break;
            }
        }

        return found;
    }

    /// <summary>Only the last two parts of a name are a row and its field: <c>schema.table.column</c>.</summary>
    private Violation? Column(ParseNode node, IReadOnlyList<ParseNode> fields)
    {
        if (fields is not [.., { Kind: "String" } owner, { Kind: "String" } field])
        {
            return null;
        }

        var (row, name) = (owner.Text("sval"), field.Text("sval"));
        return sources.IsColumn(row, name) ? null : sources.CanBeValue(row) ? Value(node, name) : Row(node, name);
    }

    private Violation? Steps(ParseNode node, IReadOnlyList<ParseNode> steps)
    {
        var isColumn = node.Node("arg") is { Kind: "ColumnRef" } argument
            && argument.List("fields") is [{ Kind: "String" } row]
            && steps[0].Kind == "String"
            && sources.IsFieldOfRow(row.Text("sval"), steps[0].Text("sval"));
        return steps.Skip(isColumn ? 1 : 0)
            .Where(step => step.Kind == "String")
            .Select(step => Value(node, step.Text("sval")))
            .FirstOrDefault(found => found is not null);
    }

    /// <summary>With a database at hand all columns of rows are known; a cast of the row can make it a value of another type.</summary>
    private Violation? Row(ParseNode node, string name) =>
        name.StartsWith("pg_", StringComparison.Ordinal)
            || scope.OneArgumentFunctions.Contains(name)
            || scope.Types.IsName(name)
            || (scope.KnownRelations is not null && IsAct(name))
                ? Refused(node, name)
                : null;

    private Violation? Value(ParseNode node, string name) => IsAct(name) ? Refused(node, name) : Row(node, name);

    /// <summary>A type's name is a cast: <c>('vault.secrets'::text).regtype</c>.</summary>
    private static bool IsAct(string name) =>
        AllowLists.OneArgument.Contains(name) || AllowLists.RefusedTypes.Contains(name) || name is "regconfig";

    private static Violation Refused(ParseNode node, string name) =>
        new(GuardRules.ColumnNotation, $"\".{name}\" can call \"{name}\", which is not on the list of functions and types that may be called so.", node);
}
