using NlSql.Core.Sql.Lists;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Expansion;

/// <summary>Values and what combines them.</summary>
internal sealed partial class ExpansionWalk
{
    /// <summary>The least copies of an expression whose columns are spelled out one by one, <c>(x).*</c>, when nobody knows how many there are.</summary>
    private const int FieldsOfUnknownRow = 16;

    /// <summary>How much longer than the constants that are written a value may become: quoting and encoding make some of it.</summary>
    private const double GrowthOfLiterals = 10;

    private Extent Any(object? value, Level level)
    {
        if (value is ParseNode node)
        {
            return Expression(node, level);
        }

        var sum = Extent.None;
        foreach (var item in value as ParseNode[] ?? [])
        {
            sum += Expression(item, level);
        }

        return sum;
    }

    private Extent Expression(ParseNode node, Level level)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        written++;
        var extent = node.Kind switch
        {
            "ColumnRef" => Column(node, level),
            "A_Const" => Literal(node),
            "A_Expr" => Operation(node, level),
            "SelectStmt" => Nested(node, level),
            "SubLink" => Sublink(node, level),
            "A_Indirection" when node.List("indirection") is [.., { Kind: "A_Star" }] => Either(node, level).Copied(WidestRow()),
            "CaseExpr" or "CaseWhen" or "CoalesceExpr" or "MinMaxExpr" or "A_Indirection" or "List" => Either(node, level),
            "RowExpr" => Bounded(Quoted(Either(node, level)), node),
            "A_ArrayExpr" => Bounded(Quoted(Children(node, level)), node),
            "FuncCall" => Call(node, level),
            "TypeCast" => Cast(node, level),
            "BoolExpr" => Condition(node, level).Of(1),
            "NullTest" or "BooleanTest" => Children(node, level).Of(1),
            _ => Children(node, level),
        };
        return node.Kind is "ColumnRef" or "A_Const" ? extent : extent with { Nodes = extent.Nodes + 1, Bulk = extent.Bulk + BulkOfANode };
    }

    private static Extent Column(ParseNode reference, Level level)
    {
        level.References++;
        var column = Reference(reference.List("fields"), level);
        if (column.Nodes > 1)
        {
            level.Carry(string.Join('.', reference.List("fields").Select(field => field.Text("sval"))), column);
        }

        return level.Merged > 0 ? column with { Nodes = column.Nodes + (2 * level.Merged) } : column;
    }

    private Extent Children(ParseNode node, Level level)
    {
        var sum = Extent.None;
        foreach (ref readonly var field in node.Fields)
        {
            sum += Any(field.Value, level);
        }

        return sum;
    }

    private Extent Either(ParseNode node, Level level)
    {
        var sum = Extent.None with { Size = Extent.Data };
        foreach (var child in node.Children)
        {
            sum = sum.Or(Expression(child, level));
        }

        return sum;
    }

    /// <summary>Written out, the quotes in its values are doubled.</summary>
    private static Extent Quoted(Extent values) => values.IsConstant ? values with { Size = (values.Size * 2) + 1 } : values;

    /// <summary>It is planned once, however often the condition that it stands in is copied.</summary>
    private Extent Nested(ParseNode select, Level level) => Measure(select, level, level.Queries).Total.AsData() with { Bulk = BulkOfANode };

    private Extent Literal(ParseNode constant)
    {
        if (constant.Node("sval")?.Text("sval") is { } text)
        {
            stars += text.AsSpan().Count("**");
            roots += text.Contains('?', StringComparison.Ordinal) ? text.AsSpan().Count('$') : 0;
        }

        var extent = Growth.Literal(constant);
        literals += extent.Size;
        return extent;
    }

    /// <summary>The grammar writes some operands out more than once, and so do sub-queries in them.</summary>
    private Extent Operation(ParseNode node, Level level)
    {
        var left = node["lexpr"] is null ? Extent.None : Any(node["lexpr"], level);
        var kind = node.Text("kind");
        if (node.Node("rexpr") is not { } operand)
        {
            return left;
        }

        if (kind == "AEXPR_IN")
        {
            var items = operand.List("items");
            var copies = node.Node("lexpr")?.Kind == "RowExpr" ? items.Count : items.Count(IsVariable);
            var listed = Expression(operand, level);
            listed = listed with { Bulk = Math.Max(BulkOfAnItem * items.Count, listed.Bulk - ((Extent.Column.Bulk - BulkOfAnItem) * items.Count)) };
            var isEqual = items.Count == 1 ? Width(node.Node("lexpr")) : 0;
            return (left.Copied(Math.Max(1, copies)) + listed).Of(1) with { Equalities = left.Equalities + listed.Equalities + isEqual };
        }

        var before = (Stars: stars, Roots: roots);
        var right = Expression(operand, level);
        if (kind.Contains("BETWEEN", StringComparison.Ordinal))
        {
            var isSymmetric = kind.EndsWith("_SYM", StringComparison.Ordinal);
            return (left.Copied(isSymmetric ? 4 : 2) + right.Copied(isSymmetric ? 2 : 1)).Of(1);
        }

        if (kind != "AEXPR_OP")
        {
            return Bounded((left + right).Of(1) with { Work = left.Work + right.Work + Growth.Each(left, right) }, node);
        }

        if (node.Names("name") is [.., "@?" or "@@"])
        {
            return Bounded(Growth.Path(left, right, stars - before.Stars, roots - before.Roots), node).Of(1);
        }

        var divisor = operand.Node("ival")?.Number("ival") ?? 0;
        var extent = node.Has("lexpr") ? Growth.Operator(node.Names("name")[^1], left, right, divisor) : right;
        var both = left + right;
        var equal = node.Names("name") is [.., "="] ? Width(node.Node("lexpr")) : 0;
        var pairings = both.Pairings + (left.IsConstant || right.IsConstant ? 0 : equal);
        return Bounded(extent with { Equalities = both.Equalities + equal, Pairings = pairings }, node);
    }

    /// <summary>Items of IN that are no constants are compared one by one, each with a copy of the left side.</summary>
    private static bool IsVariable(ParseNode item) => item.Kind is not ("A_Const" or "TypeCast") || item.Node("arg") is { } cast && IsVariable(cast);

    private Extent Call(ParseNode call, Level level)
    {
        var before = (Stars: stars, Roots: roots);
        var arguments = call.List("args").Select(argument => Expression(argument, level)).ToList();
        var all = arguments.Aggregate(Extent.None, (sum, argument) => sum + argument);
        var names = call.Names("funcname");
        if (call.Node("over") is { } window)
        {
            level.Windows++;
            if (window.Text("name") is { Length: > 0 } name)
            {
                level.NamedWindows.Add(name);
            }
            else
            {
                level.OwnWindows++;
            }
        }

        level.IsAggregated |= !call.Has("over") && AllowLists.Aggregates.Contains(names[^1]);
        var others = Any(call["agg_filter"], level) + Any(call["agg_order"], level) + Any(call["over"], level);
        if (call.Has("over") || call.Flag("agg_star") || call.Has("agg_filter") || call.Has("agg_order"))
        {
            return (all + others).AsData();
        }

        var isSystem = names.Length > 1 ? names[0] == "pg_catalog" : AllowLists.Functions.Contains(names[0]);
        if (isSystem && arguments.Count > 0 && names[^1].StartsWith("jsonb_path_", StringComparison.Ordinal))
        {
            var rest = arguments.Skip(1).Aggregate(Extent.None, (sum, argument) => sum + argument);
            return Bounded(Growth.Path(arguments[0], rest, stars - before.Stars, roots - before.Roots), call);
        }

        return Bounded(isSystem ? Growth.Call(names[^1], all, arguments) : Growth.Foreign(all), call);
    }

    private Extent Cast(ParseNode cast, Level level)
    {
        var value = Expression(cast.Node("arg")!, level);
        return cast.Node("typeName") is { } type && value.IsConstant
            ? Bounded(value with { Size = Math.Max(value.Size, Growth.Length(type, value.Size)) }, cast)
            : value;
    }

    private Extent Bounded(Extent extent, ParseNode node)
    {
        if (!extent.IsConstant)
        {
            return extent;
        }

        if (!(extent.Size <= LargestConstant + (GrowthOfLiterals * literals)))
        {
            found ??= new(
                GuardRules.FunctionTooLarge,
                FormattableString.Invariant($"The expression is constant and can come to more than {LargestConstant:N0} characters or digits, ")
                    + "which PostgreSQL would compute while planning; use smaller constants.",
                node);
        }

        return extent with { Work = extent.Work + extent.Size, Nodes = extent.Nodes + extent.Weight };
    }

    private static Extent Reference(IReadOnlyList<ParseNode> fields, Level level)
    {
        if (fields[^1].Kind == "A_Star")
        {
            return fields.Count > 1 ? Row(fields[^2].Text("sval"), level) ?? Extent.Column : Extent.Column;
        }

        var name = fields[^1].Text("sval");
        if (fields.Count == 1)
        {
            return Lookup(name, level);
        }

        var owner = fields[^2].Text("sval");
        for (var here = level; here is not null; here = here.Outer)
        {
            if (here.Named(owner) is { } source)
            {
                return source.TryGet(name, out var extent) ? extent : source.Columns is null || source.IsValue ? source.Any : source.Row();
            }
        }

        return Extent.Column;
    }

    private static Extent Lookup(string name, Level? level)
    {
        for (var here = level; here is not null; here = here.Outer)
        {
            Extent? known = null;
            foreach (var source in here.Sources)
            {
                if (source.TryGet(name, out var extent) || source.Columns is null || source.IsValue)
                {
                    known = known is { } sofar ? Extent.Larger(sofar, extent.Nodes > 0 ? extent : source.Any) : extent.Nodes > 0 ? extent : source.Any;
                }
            }

            if (known is { } found)
            {
                return found;
            }

            if (Row(name, here) is { } row)
            {
                return row;
            }
        }

        return Extent.Column;
    }

    private static Extent? Row(string alias, Level level) => level.Named(alias)?.Row();
}
