using NlSql.Core.Database.Catalog;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Lint.Reading;

/// <summary>
/// Which expressions are known to have a type that PostgreSQL can sort: json, xml and points it cannot, and what is not known may be one of them.
/// </summary>
internal static class SortableTypes
{
    private static readonly HashSet<string> Calls = new(
        ["count", "avg", "length", "char_length", "lower", "upper", "trim", "btrim", "concat", "concat_ws", "substring", "left", "right", "string_agg", "round",
            "floor", "ceil", "abs", "date_trunc", "date_part", "extract", "to_char", "age", "now", "row_number", "rank", "dense_rank", "ntile"],
        StringComparer.Ordinal);

    private static readonly HashSet<string> Names = new(
        ["int2", "int4", "int8", "numeric", "float4", "float8", "text", "varchar", "bpchar", "bool", "date", "timestamp", "timestamptz", "time", "interval",
            "uuid"],
        StringComparer.Ordinal);

    /// <summary>The first column of a SELECT's result, of the leftmost one of set operations.</summary>
    public static bool IsFirst(StatementReading reading, ParseNode select)
    {
        var first = select;
        while (first.Node("larg") is { } left)
        {
            first = left;
        }

        return reading.QueryOf(first) is { } query && IsFirst(query);
    }

    public static bool IsSortable(ParseNode value, LintQuery query)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        query.Steps.Take(1);
        switch (value.Kind)
        {
            case "A_Const" or "BoolExpr" or "NullTest" or "BooleanTest":
                return true;
            case "ColumnRef":
                return query.Find(value) is { } column && (column.Base is { } known ? IsSortable(known.Info.Kind)
                    : column.Source.Body is { Parts: [var inner] } && inner.IsSortable(column.Name));
            case "TypeCast":
                return value.Node("typeName") is { } type && !type.Has("arrayBounds") && Names.Contains(type.Names("names")[^1]);
            case "A_Expr" when TreeWalk.Operator(value) is "+" or "-" or "*" or "/" or "%" or "||":
                return IsSortable(value.Node("lexpr")!, query) && IsSortable(value.Node("rexpr")!, query);
            case "A_Expr":
                return TreeWalk.Operator(value) is "=" or "<>" or "<" or ">" or "<=" or ">=";
            case "CoalesceExpr":
                return value.List("args").All(part => IsSortable(part, query));
            case "FuncCall" when CallKinds.IsUnknown(value):
                return false;
            case "FuncCall":
                var name = value.Names("funcname")[^1];
                return Calls.Contains(name) || (name is "sum" or "min" or "max" && value.List("args") is [var only] && IsSortable(only, query));
            default:
                return false;
        }
    }

    private static bool IsFirst(LintQuery query)
    {
        if (query.Node.List("targetList") is not [var target, ..] || target.Node("val") is not { } value)
        {
            return false;
        }

        if (value.Kind != "ColumnRef" || value.List("fields") is not [.., { Kind: "A_Star" }] fields)
        {
            return IsSortable(value, query);
        }

        var qualifier = fields.Count > 1 ? fields[^2].Text("sval") : null;
        return query.Sources.Find(source => qualifier is null || source.Alias == qualifier) switch
        {
            { Table: { Columns: [var column, ..] } } => IsSortable(column.Info.Kind),
            { Body: { Parts: [var inner] } } => IsFirst(inner),
            _ => false,
        };
    }

    private static bool IsSortable(ColumnKind kind) => kind is not (ColumnKind.Json or ColumnKind.Array or ColumnKind.Other);
}
