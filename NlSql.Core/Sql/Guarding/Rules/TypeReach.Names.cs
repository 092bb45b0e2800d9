using NlSql.Core.Sql.Guarding.Code;
using NlSql.Core.Sql.Guarding.Expansion;
using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Rules;

/// <summary>Which names can mean a value whose type has code.</summary>
internal sealed partial class TypeReach
{
    /// <summary>A value can be made without any column: <c>'low'::mood</c>, <c>jsonb_to_record(...) AS q (m mood)</c>.</summary>
    private void Named(ParseNode node)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (node.Kind == "TypeName" && Codes(node) is { Count: > 0 } codes)
        {
            rows.UnionWith(codes);
            stars.UnionWith(codes);
            Fields(codes);
        }

        Fields(Given(node));

        foreach (var child in node.Children)
        {
            Named(child);
        }
    }

    /// <summary>Fields of such values can become columns anywhere, by the names that they have.</summary>
    private void Fields(IReadOnlyCollection<CodeOfType> codes)
    {
        foreach (var code in codes)
        {
            foreach (var name in code.Attributes)
            {
                Taint(name, [code]);
            }
        }
    }

    /// <summary>The code of a type that is named, and of arrays of it.</summary>
    private List<CodeOfType> Codes(ParseNode type)
    {
        var names = type.Names("names");
        var schema = names.Length > 1 ? names[^2] : scope.Types.SchemaOf(names[^1], scope.SearchPath);
        return schema is null or "pg_catalog"
            ? scope.Types.SystemCode.TryGetValue(names[^1].TrimStart('_'), out var system) ? [system] : []
            : [
                .. new[] { names[^1], names[^1].TrimStart('_'), $"_{names[^1]}" }
                    .Select(name => scope.Types.Code.GetValueOrDefault(new RelationName(schema, name)))
                    .OfType<CodeOfType>()
            ];
    }

    /// <summary>Whole rows hold such values, too, and lists of new names hide the old ones.</summary>
    private void Sources(ParseNode node)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        IEnumerable<string> names = node.Kind switch
        {
            "Alias" => node.Names("colnames").Prepend(node.Text("aliasname")),
            "RangeVar" => [node.Text("relname")],
            "CommonTableExpr" => node.Names("aliascolnames"),
            _ => [],
        };
        foreach (var name in names)
        {
            Taint(name, rows);
        }

        if (node.Kind is "ColumnDef" or "JsonTableColumn" && node.Node("typeName") is { } type)
        {
            Taint(node.Text(node.Kind == "ColumnDef" ? "colname" : "name"), Codes(type));
        }

        foreach (var child in node.Children)
        {
            Sources(child);
        }
    }

    /// <summary>Columns of functions in FROM, by the names that they have by themselves, too. True when something new was found.</summary>
    private bool Function(ParseNode source, IReadOnlySet<CodeOfType> codes)
    {
        var before = stars.Count;
        stars.UnionWith(codes);
        var isMore = stars.Count > before;
        var calls = source.List("functions").SelectMany(function => function.List("items")).Where(call => call.Kind == "FuncCall").ToList();
        var columns = calls.SelectMany(call => scope.Types.Given.GetValueOrDefault(call.Names("funcname")[^1]) ?? []).Select(value => value.Column);
        foreach (var name in calls.Select(call => call.Names("funcname")[^1])
            .Concat(columns)
            .Concat(source.Node("alias") is { } alias ? alias.Names("colnames").Prepend(alias.Text("aliasname")) : []))
        {
            isMore |= Taint(name, codes);
        }

        return isMore;
    }

    /// <summary>A column computed from such a value, or a function in FROM over it, can be one. True when something new was found.</summary>
    private bool Spread(ParseNode node, bool isTop)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var isMore = false;

        // What hands on to another is looked at before it: WITH, then FROM, then what is selected, which stands before both.
        for (var i = node.Fields.Length - 1; i >= 0; i--)
        {
            switch (node.Fields[i].Value)
            {
                case ParseNode child:
                    isMore |= Spread(child, IsTop(child));
                    break;
                case ParseNode[] children:
                    foreach (var child in children)
                    {
                        isMore |= Spread(child, IsTop(child));
                    }

                    break;
            }
        }

        if (node.Kind == "ResTarget" && !isTop && node.Node("val") is { } value && HandedOn(value) is { Count: > 0 } codes)
        {
            isMore |= node.Has("name") ? Taint(node.Text("name"), codes) : Taint(ColumnNames.Of(node), codes) | Constructs(codes);
        }

        if (node.Kind == "RangeFunction" && In(node) is { Count: > 0 } given)
        {
            isMore |= Function(node, given);
        }

        return isMore;

        // The names of the outermost SELECT are read by nobody but its own ORDER BY, which is looked at as if they were.
        bool IsTop(ParseNode child) => isTop && node.Kind == "SelectStmt" && child.Kind is ("ResTarget" or "SelectStmt");
    }

    private bool Constructs(IReadOnlySet<CodeOfType> codes)
    {
        var isMore = false;
        foreach (var name in NamesOfConstructs)
        {
            isMore |= Taint(name, codes);
        }

        return isMore;
    }

    private bool Taint(string name, IReadOnlyCollection<CodeOfType> codes)
    {
        var all = tainted.TryGetValue(name, out var known) ? known : tainted[name] = [];
        var before = all.Count;
        all.UnionWith(codes);
        return all.Count > before;
    }

    /// <summary>The code of all values in an expression. What is below it is looked at once, however often what is around it is asked about.</summary>
    private IReadOnlySet<CodeOfType> In(ParseNode node)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (node.Kind is "ColumnRef" or "A_Const" or "String")
        {
            // Most nodes are these, and nothing is below them.
            return Own(node);
        }

        if (inside.TryGetValue(node, out var known))
        {
            return known;
        }

        var codes = Own(node);
        if (node.Kind == "A_Indirection" && Column(node) is { } column)
        {
            codes = Both(codes, tainted.GetValueOrDefault(column) ?? Nothing);
        }
        else
        {
            foreach (var child in node.Children)
            {
                codes = Both(codes, HandedOn(child));
            }
        }

        return inside[node] = Holds(node) ? Held(codes) : codes;
    }

    /// <summary>What an expression hands to the one around it: of a text that is written of values nothing is theirs.</summary>
    private IReadOnlySet<CodeOfType> HandedOn(ParseNode node) => IsWriter(node) && node.Names("funcname") is [_] or ["pg_catalog", _] ? Own(node) : In(node);

    /// <summary>Most have none, and of the others most have what one part of them has.</summary>
    private static IReadOnlySet<CodeOfType> Both(IReadOnlySet<CodeOfType> left, IReadOnlySet<CodeOfType> right) =>
        right.Count == 0 || ReferenceEquals(left, right) || left.IsSupersetOf(right) ? left
            : left.Count == 0 ? right
            : new HashSet<CodeOfType>(left.Concat(right));

    /// <summary>The code of what a node means by itself.</summary>
    private IReadOnlySet<CodeOfType> Own(ParseNode node)
    {
        switch (node.Kind)
        {
            case "ColumnRef":
                return node.List("fields")[^1] is not { Kind: "String" } name ? stars : tainted.GetValueOrDefault(name.Text("sval")) ?? Nothing;
            case "JoinExpr":
                IReadOnlySet<CodeOfType> shared = node.Flag("isNatural") ? rows : Nothing;
                return node.Names("usingClause").Aggregate(shared, (all, column) => Both(all, tainted.GetValueOrDefault(column) ?? Nothing));
            case "TypeName":
                return Codes(node) is { Count: > 0 } codes ? new HashSet<CodeOfType>(codes) : Nothing;
            case "FuncCall" or "A_Expr":
                return Given(node);
            default:
                return IsJsonNode(node) ? OfJson() : Nothing;
        }
    }

    private HashSet<CodeOfType> OfJson() =>
        ofJson ??= [.. scope.Types.SystemCode.Where(type => type.Key is "json" or "jsonb").Select(type => type.Value)];

    /// <summary>The code of what a function or an operator gives, whatever it is given.</summary>
    private IReadOnlySet<CodeOfType> Given(ParseNode node) =>
        scope.Types.Given.Count > 0 && node.Kind is "FuncCall" or "A_Expr" && node.Names(node.Kind == "FuncCall" ? "funcname" : "name") is [.., var name]
            ? scope.Types.Given.TryGetValue(name, out var given) ? given.Select(value => value.Code).ToHashSet() : Nothing
            : Nothing;

    /// <summary>The name of the column that <c>(t).a</c> is; null when it is anything else.</summary>
    private string? Column(ParseNode node) =>
        node.Node("arg")?.List("fields") is [{ Kind: "String" } row]
            && node.List("indirection") is [{ Kind: "String" } field]
            && sources.IsFieldOfRow(row.Text("sval"), field.Text("sval"))
                ? field.Text("sval")
                : null;
}
