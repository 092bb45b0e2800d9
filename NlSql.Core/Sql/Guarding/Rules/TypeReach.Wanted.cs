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
        foreach (var (value, isTruth) in Wants(node))
        {
            if (isTruth && IsTruth(value))
            {
                continue;
            }

            var codes = new HashSet<CodeOfType>();
            Results(value, codes);
            var reached = scope.Types.SystemCasts.Where(_ => value.Kind != "A_Const")
                .Concat(codes.SelectMany(code => code.Casts))
                .FirstOrDefault(cast => cast.IsAssigned && (!isTruth || cast.Target is { Schema: "pg_catalog", Name: "bool" }));
            if (reached is not null)
            {
                return Refused(reached, value);
            }
        }

        return null;
    }

    private static IEnumerable<(ParseNode Value, bool IsTruth)> Wants(ParseNode node)
    {
        var (truths, numbers) = node.Kind switch
        {
            "SelectStmt" => (["whereClause", "havingClause"], ["limitCount", "limitOffset"]),
            "JoinExpr" => (["quals"], []),
            "BoolExpr" => (["args"], []),
            "BooleanTest" => (["arg"], []),
            "CaseWhen" => (["expr"], []),
            "FuncCall" or "JsonAggConstructor" => (["agg_filter"], []),
            "A_Indices" => ([], ["lidx", "uidx"]),
            "RangeTableSample" => ([], ["args", "repeatable"]),
            "WindowDef" => ([], ["startOffset", "endOffset"]),
            _ => (Array.Empty<string>(), Array.Empty<string>()),
        };
        return truths.SelectMany(field => Values(node[field])).Select(value => (value, true))
            .Concat(numbers.SelectMany(field => Values(node[field])).Select(value => (value, false)));
    }

    private static IEnumerable<ParseNode> Values(object? field) => field switch
    {
        ParseNode one => [one],
        ParseNode[] many => many,
        _ => [],
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
