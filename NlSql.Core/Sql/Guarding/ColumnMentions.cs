using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding;

/// <summary>Which columns a statement can read, judged by names alone and therefore generously.</summary>
internal static class ColumnMentions
{
    /// <summary>
    /// Functions of pg_catalog that take a row: <c>c.row_to_json</c> is the whole row of c without a word about its columns.
    /// </summary>
    private static readonly HashSet<string> RowFunctions = new(
        [
            "any_out", "any_value", "anycompatible_out", "anycompatiblenonarray_out", "anyelement_out", "anynonarray_out", "array_agg", "concat", "count",
            "cume_dist", "dense_rank", "first_value", "hash_record", "json_agg", "json_agg_strict", "json_build_array", "json_build_object", "jsonb_agg",
            "jsonb_agg_strict", "jsonb_build_array", "jsonb_build_object", "lag", "last_value", "lead", "max", "min", "mode", "num_nonnulls", "num_nulls",
            "percent_rank", "quote_literal", "quote_nullable", "rank", "record_out", "record_send", "row_to_json", "to_json", "to_jsonb",
        ],
        StringComparer.Ordinal);

    /// <summary>Every name that stands where a column can; null when columns can be read without being named.</summary>
    public static IReadOnlySet<string>? Of(ParseNode statement)
    {
        var rows = new HashSet<string>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        return Collect(statement, rows, names) && !rows.Overlaps(names) ? names : null;
    }

    /// <summary>False as soon as something reads columns without naming them.</summary>
    private static bool Collect(ParseNode node, HashSet<string> rows, HashSet<string> names)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        // JOIN b USING (email) AS j: the row j holds e-mails without another word about them.
        names.UnionWith(node.Kind == "JoinExpr" ? node.Names("usingClause") : []);
        switch (node.Kind)
        {
            case "A_Star":
                return false;
            case "JoinExpr" when node.Flag("isNatural"):
                return false;
            case "RangeVar" when node.Node("alias")?.Has("colnames") == true:
                return false;
            case "RangeVar":
                rows.Add(node.Node("alias")?.Text("aliasname") ?? node.Text("relname"));
                break;
            case "JoinExpr" or "RangeSubselect" when node.Node("alias") is { } alias:
                rows.Add(alias.Text("aliasname"));
                if (node.Kind == "JoinExpr" && alias.Has("colnames"))
                {
                    return false;
                }

                break;
            case "ColumnRef" when node.List("fields") is [.., { Kind: "String" } last] fields:
                if (fields.Count > 1 && RowFunctions.Contains(last.Text("sval")))
                {
                    return false;
                }

                names.Add(last.Text("sval"));
                break;
            case "A_Indirection":
                names.UnionWith(node.List("indirection").Where(step => step.Kind == "String").Select(step => step.Text("sval")));
                break;
        }

        foreach (ref readonly var field in node.Fields)
        {
            if (field.Value is ParseNode child
                ? !Collect(child, rows, names)
                : field.Value is ParseNode[] children && !Array.TrueForAll(children, item => Collect(item, rows, names)))
            {
                return false;
            }
        }

        return true;
    }
}
