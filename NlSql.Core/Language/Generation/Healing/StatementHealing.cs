using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using NlSql.Core.Sql.Tree;
using CommonQueries = System.Collections.Immutable.ImmutableDictionary<string, System.Collections.Generic.IReadOnlyList<string>?>;

namespace NlSql.Core.Language.Generation.Healing;

/// <summary>Walks a statement query by query, each with what it can name.</summary>
internal sealed partial class StatementHealing(HealingCatalog catalog, Corrections corrections)
{
    private static readonly ImmutableHashSet<string> NoOutputs = [];

    private readonly ColumnHealing columns = new(catalog, corrections);

    public ParseNode Heal(ParseNode statement) => Select(statement, null, CommonQueries.Empty).Node;

    private HealedQuery Select(ParseNode select, QueryScope? outer, CommonQueries common)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (select.Node("withClause") is { } with)
        {
            var list = new List<ParseNode>();
            foreach (var item in with.List("ctes"))
            {
                var query = Common(item, with.Flag("recursive") ? common.SetItem(item.Text("ctename"), null) : common, outer);
                list.Add(query.Node);
                common = common.SetItem(item.Text("ctename"), query.Columns);
            }

            select = select.With("withClause", with.With("ctes", list.ToArray()));
        }

        if (select.Node("larg") is { } left && select.Node("rarg") is { } right)
        {
            var first = Select(left, outer, common);
            return new(select.With("larg", first.Node).With("rarg", Select(right, outer, common).Node), first.Columns);
        }

        var scope = new QueryScope(outer);
        var from = select.List("fromClause").Select(item => From(item, scope, common)).ToArray();
        scope.IsComplete = true;
        var outputs = select.List("targetList").Select(OutputName).OfType<string>().ToImmutableHashSet(StringComparer.Ordinal);
        foreach (var field in select.Fields.ToArray())
        {
            if (field.Name is "fromClause" or "withClause")
            {
                continue;
            }

            var names = field.Name is "groupClause" or "sortClause" or "distinctClause" ? outputs : NoOutputs;
            select = Change(select, field, node => Expression(node, scope, common, names));
        }

        if (scope.HasAdded)
        {
            foreach (var field in select.Fields.ToArray().Where(field => field.Name is not ("fromClause" or "withClause")))
            {
                select = Change(select, field, node => Unambiguous(node, scope, field.Name == "sortClause" ? outputs : NoOutputs));
            }
        }

        if (from.Length > 0)
        {
            select = select.With("fromClause", scope.WithAdded(from));
        }

        return new(GroupCompletion.Complete(select, scope, corrections), OutputColumns(select, scope));
    }

    private static ParseNode Change(ParseNode select, ParseField field, Func<ParseNode, ParseNode> change) => field.Value switch
    {
        ParseNode node => select.With(field.Name, change(node)),
        ParseNode[] nodes => select.With(field.Name, Array.ConvertAll(nodes, node => change(node))),
        _ => select,
    };

    private ParseNode Unambiguous(ParseNode node, QueryScope scope, IReadOnlySet<string> outputs) => node.Kind switch
    {
        "SelectStmt" => node,
        "ColumnRef" => node.Names("fields") is [{ Length: > 0 } column] && !outputs.Contains(column) ? columns.Unambiguous(node, column, scope) : node,
        _ => node.WithChildren(child => Unambiguous(child, scope, outputs)),
    };

    private HealedQuery Common(ParseNode item, CommonQueries common, QueryScope? outer)
    {
        if (item.Node("ctequery") is not { Kind: "SelectStmt" } query)
        {
            return new(item, null);
        }

        var healed = Select(query, outer, common);
        return new(item.With("ctequery", healed.Node), item.Names("aliascolnames") is { Length: > 0 } named ? named : healed.Columns);
    }

    private ParseNode Expression(ParseNode node, QueryScope scope, CommonQueries common, IReadOnlySet<string> outputs)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (node.Kind)
        {
            case "SelectStmt":
                return Select(node, scope, common).Node;
            case "ColumnRef":
                return columns.Heal(node, scope, outputs);
            case "ResTarget" when LabelledRow(node, scope) is { } column:
                return column;
            case "A_Expr":
                node = WithLiterals(node, scope);
                break;
        }

        var healed = node.WithChildren(child => Expression(child, scope, common, outputs));
        return healed.Kind == "FuncCall" ? DialectFunctions.Translate(healed, corrections) : healed;
    }

    /// <summary><c>SELECT T1 name</c>: to the grammar a whole row called "name", to the writer a column without its dot.</summary>
    private ParseNode? LabelledRow(ParseNode target, QueryScope scope)
    {
        if (target.Text("name") is { Length: > 0 } column
            && target.Node("val") is { Kind: "ColumnRef" } value && value.Names("fields") is [var alias]
            && scope.Find(alias) is { } found && found.Source.Has(column) && !found.Source.Has(alias))
        {
            corrections.Add($"{alias} {column} is {alias}.{column}");
            return target.With("name", null).With("val", TreeParts.Column(alias, column));
        }

        return null;
    }

    /// <summary><c>country = "France"</c>, as other databases write texts: compared with a name that nothing here has.</summary>
    private ParseNode WithLiterals(ParseNode expression, QueryScope scope)
    {
        var compares = expression.Text("kind") is "AEXPR_IN" or "AEXPR_LIKE" or "AEXPR_ILIKE"
            || (expression.Text("kind") == "AEXPR_OP" && expression.Names("name") is ["=" or "<>" or "<" or ">" or "<=" or ">="]);
        if (!compares || expression.Node("lexpr")?.Kind is null or "A_Const")
        {
            return expression;
        }

        var isEqual = expression.Text("kind") == "AEXPR_IN" || expression.Names("name") is ["=" or "<>"];
        return expression["rexpr"] switch
        {
            ParseNode { Kind: "List" } list => expression.With("rexpr", list.With("items", list.List("items").Select(Compared).ToArray())),
            ParseNode single => expression.With("rexpr", Compared(single)),
            ParseNode[] items => expression.With("rexpr", Array.ConvertAll(items, Compared)),
            _ => expression,
        };

        ParseNode Compared(ParseNode item)
        {
            var literal = Literal(item, scope);
            return isEqual ? LiteralCase.AsStored(literal, expression.Node("lexpr")!, scope, corrections) : literal;
        }
    }

    private ParseNode Literal(ParseNode value, QueryScope scope)
    {
        if (value.Kind != "ColumnRef" || value.Names("fields") is not [{ Length: > 0 } text] || ColumnHealing.Resolves(value, scope)
            || scope.Sources.Any(source => NearNames.Same(text, source.Columns ?? []) is not null) || catalog.WithColumn(text).Any())
        {
            return value;
        }

        corrections.Add($"\"{text}\" is a text");
        return TreeParts.Text(text);
    }

    private static string? OutputName(ParseNode target) => target.Text("name") is { Length: > 0 } name ? name : NameOf(target.Node("val"));

    /// <summary>The name PostgreSQL gives to a result column; null when it is not one that anybody would refer to.</summary>
    private static string? NameOf(ParseNode? value) => value?.Kind switch
    {
        "ColumnRef" when value.List("fields") is [.., { Kind: "String" } last] => last.Text("sval"),
        "FuncCall" when value.Names("funcname") is [.., var function] => function,
        "TypeCast" => NameOf(value.Node("arg")),
        _ => null,
    };

    private static List<string>? OutputColumns(ParseNode select, QueryScope scope)
    {
        var columns = new List<string>();
        foreach (var target in select.List("targetList"))
        {
            if (target.Node("val") is { Kind: "ColumnRef" } value && value.List("fields") is [.., { Kind: "A_Star" }] fields)
            {
                var sources = fields.Count == 1 ? scope.Sources : [.. scope.Sources.Where(source => source.Alias == fields[^2].Text("sval"))];
                if (sources.Count == 0 || sources.Any(source => source.Columns is null))
                {
                    return null;
                }

                columns.AddRange(sources.SelectMany(source => source.Columns!));
            }
            else if (OutputName(target) is { } name)
            {
                columns.Add(name);
            }
        }

        return columns.Count == 0 ? null : columns;
    }

    /// <param name="Columns">What it returns, by name; null when that is not known.</param>
    private readonly record struct HealedQuery(ParseNode Node, IReadOnlyList<string>? Columns);
}
