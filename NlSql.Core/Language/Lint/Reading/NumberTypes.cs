using NlSql.Core.Database.Catalog;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Lint.Reading;

/// <summary>Which expressions PostgreSQL computes in whole numbers.</summary>
internal static class NumberTypes
{
    public static bool IsWhole(ParseNode value, LintQuery query)
    {
        query.Steps.Take(1);
        switch (value.Kind)
        {
            case "A_Const":
                return value.Has("ival");
            case "ColumnRef":
                return query.Find(value) is { } column && IsWhole(column);
            case "TypeCast":
                return value.Node("typeName") is { } type && !type.Has("arrayBounds") && type.Names("names")[^1] is "int2" or "int4" or "int8";
            case "A_Expr" when TreeWalk.Operator(value) is "+" or "*" or "/" or "%" or "-":
                return IsWhole(value.Node("lexpr")!, query) && IsWhole(value.Node("rexpr")!, query);
            case "CoalesceExpr":
                return value.List("args").All(part => IsWhole(part, query));
            case "NullIfExpr" or "A_Expr" when value.Text("kind") == "AEXPR_NULLIF":
                return IsWhole(value.Node("lexpr")!, query);
            case "CaseExpr":
                return value.List("args").Select(when => when.Node("result")!).Concat(value.Node("defresult") is { } other ? [other] : [])
                    .All(part => IsWhole(part, query) || part.Flag("isnull"));
            case "FuncCall":
                return IsWholeCall(value, query);
            default:
                return false;
        }
    }

    private static bool IsWholeCall(ParseNode call, LintQuery query) => call.Names("funcname")[^1] switch
    {
        "count" or "length" or "char_length" or "row_number" or "rank" or "dense_rank" or "ntile" => true,
        // The sum of bigint is numeric.
        "sum" => call.List("args") is [var summed] && IsWhole(summed, query)
            && TreeWalk.Within(summed).All(part => query.Find(part)?.Base is not { } column || column.Info.DataType is "integer" or "smallint"),
        "min" or "max" or "abs" => call.List("args") is [var only] && IsWhole(only, query),
        _ => false,
    };

    private static bool IsWhole(LintColumn column)
    {
        if (column.Base is { } known)
        {
            return known.Form is null && known.Info.Kind == ColumnKind.Integer;
        }

        return column.Source.Body is { Parts: [var inner] } && inner.IsWhole(column.Name);
    }
}
