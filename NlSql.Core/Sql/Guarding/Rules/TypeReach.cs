using NlSql.Core.Sql.Guarding.Code;
using NlSql.Core.Sql.Guarding.Expansion;
using NlSql.Core.Sql.Lists;
using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Rules;

/// <summary>
/// Code that a value of a column's type reaches without anybody naming it: casts that PostgreSQL takes by itself or that functions look up
/// (<c>to_json</c>, <c>||</c>, <c>quote_literal</c>), operator classes of its own, checks behind a literal. Where values of such a type can have gone
/// is judged by names alone and therefore generously; in nearly every database there is no such type, and then nothing is looked at.
/// </summary>
internal sealed partial class TypeReach(GuardScope scope, IReadOnlyList<RelationName> relations, SourceNames sources)
{
    /// <summary>Names that columns have whose expression is none and which bear no name of their own.</summary>
    private static readonly string[] NamesOfConstructs =
    [
        "case", "coalesce", "array", "row", "greatest", "least", "nullif", "exists", "?column?",
        "json_object", "json_array", "json_objectagg", "json_arrayagg", "json", "json_scalar", "json_serialize", "json_exists", "json_query", "json_value",
        "grouping", "extract", "date_part", "current_date", "current_time", "current_timestamp", "localtime", "localtimestamp", "column1",
    ];

    /// <summary>Queries, each of which hands on what one behind it computes: WITH RECURSIVE alone can have them in such an order.</summary>
    private const int MostRounds = 20;

    private static readonly IReadOnlySet<CodeOfType> Nothing = new HashSet<CodeOfType>();

    /// <summary>Names that can mean a value whose type has code, with that code.</summary>
    private readonly Dictionary<string, HashSet<CodeOfType>> tainted = new(StringComparer.Ordinal);

    /// <summary>The code of all values in an expression, as far as it has been asked for since more names were tainted.</summary>
    private readonly Dictionary<ParseNode, IReadOnlySet<CodeOfType>> inside = [];

    /// <summary>The code of whole rows.</summary>
    private readonly HashSet<CodeOfType> rows = [];

    /// <summary>The code of what <c>*</c> can bring.</summary>
    private readonly HashSet<CodeOfType> stars = [];

    /// <summary>The code of JSON itself, once somebody has asked for it.</summary>
    private HashSet<CodeOfType>? ofJson;

    public Violation? Check(ParseNode statement)
    {
        foreach (var relation in relations)
        {
            foreach (var (column, code) in scope.Types.Columns.GetValueOrDefault(relation) ?? new Dictionary<string, CodeOfType>())
            {
                Taint(column, [code]);
                Fields([code]);
                rows.Add(code);
                stars.Add(code);
            }

            if (scope.Types.Code.TryGetValue(relation, out var row))
            {
                rows.Add(row);
            }
        }

        foreach (var (column, type) in SystemColumns.Types)
        {
            if (scope.Types.SystemCode.TryGetValue(type, out var code))
            {
                Taint(column, [code]);
            }
        }

        Named(statement);
        var isReachable = rows.Count > 0 || scope.Types.Given.Count > 0 || scope.Types.SystemCode.Count > 0;
        if (isReachable)
        {
            Sources(statement);
            for (var rounds = 0; Spread(statement, isTop: true); rounds++)
            {
                if (rounds == MostRounds)
                {
                    return new(GuardRules.TooDeep, "Too many queries of the statement hand on what others behind them compute; split it.", statement);
                }

                inside.Clear();
            }

            inside.Clear();
            stars.UnionWith(In(statement));
            inside.Clear();
        }

        return isReachable || scope.Types.SystemCasts.Count > 0 ? Uses(statement, false, false) : null;
    }

    public static Violation Refused(ForeignCast cast, ParseNode node) => new(
        GuardRules.TypeForeign,
        $"A cast to {cast.Target} runs {cast.Function}, which lies outside pg_catalog and the site has not listed.",
        node);

    /// <param name="node">Looked at with all below it.</param>
    /// <param name="isUsed">Within something that computes.</param>
    /// <param name="isCompared">Within something that can compare.</param>
    private Violation? Uses(ParseNode node, bool isUsed, bool isCompared)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var found = Casting(node) ?? Literals(node) ?? Called(node) ?? Wanted(node);
        var isField = node.Kind == "A_Indirection" && Column(node) is not null;
        var given = Given(node);
        if (found is null && (IsSet(node) || (isUsed && (isField || given.Count > 0 || node.Kind is "ColumnRef" or "TypeCast"))))
        {
            IReadOnlySet<CodeOfType> codes = given.Count > 0 ? given : In(node);
            found = Unasked(node, codes) ?? (isCompared || IsSet(node) ? Compared(node, codes) : null);
        }

        if (found is null && Compares(node))
        {
            found = Compared(node, node.Kind == "SelectStmt" ? Sorted(node) : In(node));
        }

        if (found is null && Computes(node) && scope.Types.SystemCasts.FirstOrDefault(cast => cast.IsImplicit) is { } always)
        {
            found = Refused(always, node);
        }

        var comparesNow = !IsStep(node) && (isCompared || Computes(node));
        if (found is not null || isField)
        {
            return found;
        }

        var isUsedNow = isUsed || Computes(node);
        foreach (var child in node.Children)
        {
            if (Uses(child, isUsedNow, comparesNow) is { } below)
            {
                return below;
            }
        }

        return null;
    }

    /// <summary>A step into JSON compares nothing, whatever operator class somebody has made for it.</summary>
    private static bool IsStep(ParseNode node) => node.Kind == "A_Expr" && node.Names("name") is [.., "->" or "->>" or "#>" or "#>>"];

    /// <summary>The code of what a SELECT sorts, groups or makes distinct, by itself, by its place or by its name.</summary>
    private HashSet<CodeOfType> Sorted(ParseNode select)
    {
        var codes = new HashSet<CodeOfType>();
        var targets = select.List("targetList");
        if (select.Has("distinctClause") || select.Has("larg"))
        {
            foreach (var target in targets)
            {
                codes.UnionWith(In(target));
            }
        }

        var (isAny, names) = (false, new HashSet<string>(StringComparer.Ordinal));
        foreach (var item in select.List("distinctClause").Concat(select.List("groupClause")).Concat(select.List("sortClause")))
        {
            codes.UnionWith(In(item));
            var value = item.Kind == "SortBy" ? item.Node("node")! : item;
            if (value.Kind == "ColumnRef" && value.List("fields") is [{ Kind: "String" } only])
            {
                names.Add(only.Text("sval"));
            }

            isAny |= value.Kind is "A_Const" or "List" or "RowExpr" or "GroupingSet";
        }

        isAny |= names.Overlaps(NamesOfConstructs);
        foreach (var target in targets.Where(target => isAny || (names.Count > 0 && names.Contains(ColumnNames.Of(target)))))
        {
            codes.UnionWith(In(target));
        }

        return codes;
    }

    private static Violation? Unasked(ParseNode node, IReadOnlySet<CodeOfType> codes) =>
        codes.SelectMany(code => code.Casts).FirstOrDefault(cast => cast.IsImplicit) is { } cast ? Refused(cast, node) : null;

    private static Violation? Compared(ParseNode node, IReadOnlySet<CodeOfType> codes) =>
        codes.FirstOrDefault(code => code.Comparing is not null) is { Comparing: { } comparing }
            ? new(
                GuardRules.TypeForeign,
                $"Comparing or sorting values of a column's type runs {comparing}, which lies outside pg_catalog and the site has not listed.",
                node)
            : null;

    /// <summary>Functions and operators that look up a cast to JSON or to text for what they are given, and casts that are written.</summary>
    private Violation? Casting(ParseNode node)
    {
        if (!(node.Kind is "FuncCall" or "A_Expr" or "TypeCast" || IsJsonNode(node)))
        {
            return null;
        }

        var codes = In(node);
        return scope.Types.SystemCasts.Count == 0 && codes.Count == 0 ? null : Casting(node, codes);
    }

    private Violation? Casting(ParseNode node, IReadOnlySet<CodeOfType> codes) =>
        CastsTo(node) is { } isReached
            && scope.Types.SystemCasts.Concat(codes.SelectMany(code => code.Casts)).FirstOrDefault(cast => isReached(cast.Target)) is { } reached
                ? Refused(reached, node)
                : null;

    /// <summary>Whether a node casts to a type; null when it casts to none.</summary>
    private Func<RelationName, bool>? CastsTo(ParseNode node) => node.Kind switch
    {
        "FuncCall" => Reached(node.Names("funcname")[^1]),
        "A_Expr" when node.Names("name") is [.., "||"] => IsText,
        "TypeCast" when IsRow(node) => _ => true,
        "TypeCast" => target => target.Name == node.Node("typeName")!.Names("names")[^1].TrimStart('_') || (IsText(target) && IsTextual(node)),
        _ when IsJsonNode(node) => _ => true,
        _ => null,
    };

    /// <summary>A cast to the user's own type, perhaps a row or an array, whose parts are cast one by one.</summary>
    private bool IsRow(ParseNode cast)
    {
        var type = cast.Node("typeName")!;
        return cast.Node("arg") is { Kind: not "A_Const" } value
            && type.Names("names") is [.., var name] names
            && (names.Length > 1 ? names[^2] : scope.Types.SchemaOf(name, scope.SearchPath)) is not (null or "pg_catalog")
            && !In(value).IsSubsetOf(Codes(type));
    }

    private static Func<RelationName, bool> Reached(string function) => function switch
    {
        "quote_literal" or "quote_nullable" => IsText,
        _ when IsMaker(function) => IsJson,
        _ => target => target.Name == function,
    };

    /// <summary><c>t.row_to_json</c> and <c>(t.a).abs</c> are calls where there is no such column.</summary>
    private Violation? Called(ParseNode node) =>
        node.Kind == "A_Indirection" || (node.Kind == "ColumnRef" && node.List("fields").Count > 1) ? CalledAsField(node) : null;

    private Violation? CalledAsField(ParseNode node)
    {
        var (owner, steps) = node.Kind switch
        {
            "ColumnRef" when node.List("fields") is [.., { Kind: "String" } row, { Kind: "String" } field] =>
                (row.Text("sval"), (IEnumerable<ParseNode>)[field]),
            "A_Indirection" => (
                node.Node("arg") is { Kind: "ColumnRef" } argument && argument.List("fields") is [{ Kind: "String" } row] ? row.Text("sval") : "",
                node.List("indirection").Where(step => step.Kind == "String")),
            _ => ("", []),
        };
        foreach (var (step, name) in steps.Select(step => step.Text("sval")).Index().Where(step => AllowLists.Functions.Contains(step.Item)))
        {
            if (step == 0 && (node.Kind == "ColumnRef" ? sources.IsColumn(owner, name) : sources.IsFieldOfRow(owner, name)))
            {
                continue;
            }

            var codes = node.Kind == "ColumnRef" ? tainted.GetValueOrDefault(owner) ?? Nothing : In(node.Node("arg")!);
            var cast = scope.Types.SystemCasts.Concat(codes.SelectMany(code => code.Casts)).FirstOrDefault(cast => Reached(name)(cast.Target));
            if ((cast is null ? Unasked(node, codes) ?? Compared(node, codes) : Refused(cast, node)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static bool Computes(ParseNode node) => node.Kind switch
    {
        "FuncCall" or "A_Expr" or "CaseExpr" or "CoalesceExpr" or "MinMaxExpr" or "A_ArrayExpr" or "RowExpr" => true,
        "SubLink" => node.Has("testexpr"),
        _ => IsJsonNode(node),
    };

    private static bool IsJsonNode(ParseNode node) => node.Kind.StartsWith("Json", StringComparison.Ordinal);

    private static bool Compares(ParseNode node) => node.Kind switch
    {
        "WindowDef" => true,
        "JoinExpr" => node.Flag("isNatural") || node.Has("usingClause"),
        "SelectStmt" => node.Has("groupClause") || node.Has("distinctClause") || node.Has("sortClause"),
        _ => false,
    };

    private static bool IsSet(ParseNode node) => node.Kind == "SelectStmt" && (node.Has("larg") || node.List("valuesLists").Count > 1);

    private static bool IsMaker(string name) =>
        name.Contains("json", StringComparison.Ordinal)
            && (name.Contains("to_json", StringComparison.Ordinal)
                || name.Contains("_agg", StringComparison.Ordinal)
                || name.Contains("_build_", StringComparison.Ordinal));

    private static bool IsJson(RelationName type) => type is { Schema: "pg_catalog", Name: "json" or "jsonb" };

    private static bool IsText(RelationName type) => type is { Schema: "pg_catalog", Name: "text" or "varchar" or "bpchar" or "name" };

    private static bool IsTextual(ParseNode cast) => cast.Node("typeName")!.Names("names")[^1].TrimStart('_') is "text" or "varchar" or "bpchar" or "name";
}
