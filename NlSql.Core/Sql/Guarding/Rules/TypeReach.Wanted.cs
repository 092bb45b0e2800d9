using NlSql.Core.Sql.Guarding.Code;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Rules;

/// <summary>
/// Places that want a truth value or a number: PostgreSQL takes casts there that it takes nowhere else by itself, those for assignments, and nothing
/// computes there that would show: <c>WHERE mood</c>, <c>LIMIT mood</c>, <c>list[mood]</c>.
/// </summary>
internal sealed partial class TypeReach
{
    private Violation? Wanted(ParseNode node)
    {
        foreach (ref readonly var field in node.Fields)
        {
            if (Wants(node.Kind, field.Name) is { } isTruth && Wanted(field.Value, isTruth) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private Violation? Wanted(object field, bool isTruth)
    {
        if (field is ParseNode one)
        {
            return Wanted(one, isTruth);
        }

        foreach (var value in field as ParseNode[] ?? [])
        {
            if (Wanted(value, isTruth) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private Violation? Wanted(ParseNode value, bool isTruth)
    {
        if (isTruth && IsTruth(value))
        {
            return null;
        }

        var codes = new HashSet<CodeOfType>();
        Results(value, codes);
        var reached = scope.Types.SystemCasts.Where(_ => value.Kind != "A_Const")
            .Concat(codes.SelectMany(code => code.Casts))
            .FirstOrDefault(cast => cast.IsAssigned && (!isTruth || cast.Target is { Schema: "pg_catalog", Name: "bool" }));
        return reached is null ? null : Refused(reached, value);
    }

    /// <summary>True for a field that wants a truth value, false for one that wants a number, null for all others.</summary>
    private static bool? Wants(string kind, string field) => (kind, field) switch
    {
        ("SelectStmt", "whereClause" or "havingClause") or ("JoinExpr", "quals") or ("BoolExpr", "args") or ("BooleanTest", "arg")
            or ("CaseWhen", "expr") or ("FuncCall" or "JsonAggConstructor", "agg_filter") => true,
        ("SelectStmt", "limitCount" or "limitOffset") or ("A_Indices", "lidx" or "uidx") or ("RangeTableSample", "args" or "repeatable")
            or ("WindowDef", "startOffset" or "endOffset") => false,
        _ => null,
    };

    private static bool IsTruth(ParseNode value) => value.Kind switch
    {
        "BoolExpr" or "NullTest" or "BooleanTest" or "A_Const" or "JsonIsPredicate" => true,
        "SubLink" => value.Text("subLinkType") is "EXISTS_SUBLINK" or "ANY_SUBLINK" or "ALL_SUBLINK",
        "A_Expr" => value.Text("kind") is not ("AEXPR_OP" or "AEXPR_NULLIF") || value.Names("name")[^1] is "=" or "<>" or "<" or ">" or "<=" or ">=",
        _ => false,
    };

    /// <summary>The code of what an expression can come to, not of what it looks at.</summary>
    private void Results(ParseNode value, HashSet<CodeOfType> codes)
    {
        if (IsTruth(value))
        {
            return;
        }

        codes.UnionWith(value.Kind == "TypeCast" ? Codes(value.Node("typeName")!) : In(value));
    }
}
