using NlSql.Core.Sql.Lists;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Rules;

/// <summary>Functions, operators, types, collations and whatever else is called by a name.</summary>
internal sealed class NameRules
{
    private readonly GuardScope scope;
    private readonly TypeRules types;
    private readonly SearchConfigurations configurations;

    public NameRules(GuardScope scope)
    {
        this.scope = scope;
        types = new TypeRules(scope);
        configurations = new SearchConfigurations(scope);
    }

    public Violation? Check(ParseNode node) => Names(node) ?? ResultSize.CheckPath(node) ?? configurations.Check(node);

    private Violation? Names(ParseNode node) => node.Kind switch
    {
        "FuncCall" => Function(node) ?? ResultSize.Check(node),
        "A_Expr" => node.Text("kind") switch
        {
            "AEXPR_BETWEEN" or "AEXPR_BETWEEN_SYM" => Operators(node, "<=", ">="),
            "AEXPR_NOT_BETWEEN" or "AEXPR_NOT_BETWEEN_SYM" => Operators(node, "<", ">"),
            _ => Operator(node, node.Names("name")),
        },
        "SubLink" => node.Text("subLinkType") == "ANY_SUBLINK" && !node.Has("operName") ? Operators(node, "=") : Operator(node, node.Names("operName")),
        "CaseExpr" => node.Has("arg") ? Operators(node, "=") : null,
        "JoinExpr" => node.Has("usingClause") || node.Flag("isNatural") ? Operators(node, "=") : null,
        "SortBy" => Operator(node, node.Names("useOp")),
        "TypeName" => types.Check(node),
        "CollateClause" => Collation(node),
        "SQLValueFunction" => Session(node),
        "RangeTableSample" => Sample(node),
        "JsonArrayAgg" or "JsonArrayQueryConstructor" => Added(node, "json_agg", "json_agg_strict", "jsonb_agg", "jsonb_agg_strict"),
        "JsonObjectAgg" => Added(
            node, "json_object_agg", "json_object_agg_strict", "json_object_agg_unique", "json_object_agg_unique_strict",
            "jsonb_object_agg", "jsonb_object_agg_strict", "jsonb_object_agg_unique", "jsonb_object_agg_unique_strict"),
        _ => null,
    };

    private Violation? Function(ParseNode call)
    {
        switch (call.Names("funcname"))
        {
            case [.., var name] and ([_] or ["pg_catalog", _]) when Added(call, Meant(name)) is { } added:
                return added;
            case [var name] when AllowLists.Functions.Contains(name):
            case ["pg_catalog", var listed] when AllowLists.Functions.Contains(listed):
                return null;
            case [var name] when scope.Extensions.Has(name):
            case [var schema, var called] when scope.Extensions.Has(schema, called):
                return Arguments(call);
            case [var name]:
                return new(
                    GuardRules.FunctionNotListed,
                    $"The function \"{name}\" is not on the list of functions that may be called.{FunctionHints.For(name)}",
                    call);
            case ["pg_catalog", var name]:
                return new(GuardRules.FunctionNotListed, $"The function \"pg_catalog.{name}\" is not on the list of functions that may be called.", call);
            case [var schema, var name] when scope.SiteFunctions.Contains($"{schema}.{name}"):
                return null;
            case var names:
                return new(
                    GuardRules.FunctionSchema,
                    $"The function \"{string.Join('.', names)}\" lies outside pg_catalog and the site has not listed it.",
                    call);
        }
    }

    /// <summary>Before 14 <c>EXTRACT(year FROM x)</c> calls <c>date_part</c>.</summary>
    private string Meant(string name) => name == "extract" && scope.ServerVersion is > 0 and < 14 ? "date_part" : name;

    /// <summary>Functions of pg_catalog that a node calls, named in it or not.</summary>
    private Violation? Added(ParseNode node, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (scope.AddedFunctions.Contains(name))
            {
                return new(
                    GuardRules.FunctionNotListed,
                    $"Somebody has added a function \"{name}\" to pg_catalog, so that PostgreSQL would choose between it and its own.",
                    node);
            }
        }

        return null;
    }

    /// <summary>A first argument more would be the name of something in the catalog.</summary>
    private static Violation? Arguments(ParseNode call)
    {
        var name = call.Names("funcname")[^1];
        return call.List("args").Count > 1 && ExtensionLists.ByName[name].Any(listed => listed.TakesOne)
            ? new(GuardRules.FunctionNotListed, $"The function \"{name}\" may be called with one argument only.", call)
            : null;
    }

    private Violation? Operator(ParseNode node, string[] name) => name switch
    {
        ["pg_catalog", var symbol] when scope.AddedOperators.Contains(symbol) =>
            new(GuardRules.OperatorForeign, $"Somebody has added an operator {symbol} to pg_catalog; PostgreSQL would choose between it and its own.", node),
        [] or ["pg_catalog", _] => null,
        [var symbol] when !(IsPrefix(node) ? scope.ForeignPrefixOperators : scope.ForeignOperators).Contains(symbol) => null,
        [var symbol] => new(GuardRules.OperatorForeign, $"The operator {symbol} has an implementation outside pg_catalog that the site has not listed.", node),
        _ => new(GuardRules.OperatorSchema, $"The operator {string.Join('.', name)} is named with a schema other than pg_catalog.", node),
    };

    private static bool IsPrefix(ParseNode node) => node.Kind == "A_Expr" && !node.Has("lexpr");

    /// <summary>Operators that a construct stands for without naming them.</summary>
    private Violation? Operators(ParseNode node, params ReadOnlySpan<string> symbols)
    {
        foreach (var symbol in symbols)
        {
            if (Operator(node, [symbol]) is { } violation)
            {
                return violation;
            }
        }

        return null;
    }

    private Violation? Collation(ParseNode clause) => clause.Names("collname") switch
    {
        [_] or ["pg_catalog", _] => null,
        [var schema, _]
            when !RelationRules.IsSystemSchema(schema) && (scope.AllowedSchemas.Count == 0 || scope.AllowedSchemas.Contains(schema, StringComparer.Ordinal)) =>
                null,
        var names => new(GuardRules.CollationSchema, $"The collation \"{string.Join('.', names)}\" lies in a schema that may not be used.", clause),
    };

    private static Violation? Session(ParseNode function) => function.Text("op") switch
    {
        "SVFOP_CURRENT_DATE" or "SVFOP_CURRENT_TIME" or "SVFOP_CURRENT_TIME_N" or "SVFOP_CURRENT_TIMESTAMP" or "SVFOP_CURRENT_TIMESTAMP_N"
            or "SVFOP_LOCALTIME" or "SVFOP_LOCALTIME_N" or "SVFOP_LOCALTIMESTAMP" or "SVFOP_LOCALTIMESTAMP_N" => null,
        var op =>
            new(
                GuardRules.SessionIdentity,
                $"{op.Replace("SVFOP_", "", StringComparison.Ordinal)} tells about the database session, which is not part of the data.",
                function),
    };

    private static Violation? Sample(ParseNode sample) => sample.Names("method") switch
    {
        ["bernoulli" or "system"] or ["pg_catalog", "bernoulli" or "system"] => null,
        var method => new(GuardRules.SampleMethod, $"The sampling method \"{string.Join('.', method)}\" is not BERNOULLI or SYSTEM.", sample),
    };
}
