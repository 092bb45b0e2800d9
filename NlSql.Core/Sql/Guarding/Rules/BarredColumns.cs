using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Rules;

/// <summary>
/// A relation with barred columns gives its other columns, each by its name, and nothing else: no <c>*</c>, no whole row, no NATURAL JOIN, no
/// renaming by position. So no level of a statement can hand a barred column to the one around it, and each level is judged for itself.
/// </summary>
internal sealed class BarredColumns(GuardScope scope, IReadOnlyDictionary<ParseNode, RelationName> relations)
{
    private const int NamedColumns = 8;

    public Violation? Check(ParseNode statement) => scope.Barred.Count == 0 ? null : Visit(statement, new Level(null, []));

    private Violation? Visit(ParseNode node, Level level)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var inside = node.Kind == "SelectStmt" ? new Level(level, [.. node.List("fromClause").SelectMany(Sources)]) : level;
        var found = node.Kind switch
        {
            "ColumnRef" => Column(node, inside),
            "JoinExpr" => Join(node, inside),
            "RangeVar" => Renamed(node),
            _ => null,
        };
        foreach (ref readonly var field in node.Fields)
        {
            switch (field.Value)
            {
                case ParseNode child:
                    found ??= Visit(child, inside);
                    break;
                case ParseNode[] children:
                    foreach (var child in children)
                    {
                        found ??= Visit(child, inside);
                    }

                    break;
            }
        }

        return found;
    }

    private static Violation? Column(ParseNode node, Level level)
    {
        var fields = node.List("fields");
        var qualifier = fields.Count > 1 ? fields[^2].Text("sval") : null;
        if (fields[^1].Kind == "A_Star")
        {
            var starred = qualifier is null ? level.Own : level.Visible.Where(source => source.Alias == qualifier);
            return starred.FirstOrDefault() is { } whole ? Whole(node, qualifier is null ? "*" : $"{qualifier}.*", whole) : null;
        }

        var name = fields[^1].Text("sval");
        foreach (var source in level.Visible)
        {
            if (source.Alias == qualifier
                ? !source.Barred.Open.Contains(name, StringComparer.Ordinal)
                : qualifier is null && source.Barred.Columns.Contains(name))
            {
                return source.Barred.Columns.Contains(name) ? Barred(node, name, source) : Whole(node, $"{qualifier}.{name}", source);
            }

            // A table's name where a column's is expected is its whole row.
            if (source.Alias == name && (qualifier is null || qualifier == source.Name.Schema))
            {
                return Whole(node, name, source);
            }
        }

        return null;
    }

    private Violation? Join(ParseNode join, Level level)
    {
        if (Sources(join).FirstOrDefault() is { } held && (join.Flag("isNatural") || join.Has("alias")))
        {
            return Whole(join, join.Flag("isNatural") ? "NATURAL JOIN" : join.Node("alias")!.Text("aliasname"), held);
        }

        foreach (var name in join.Names("usingClause"))
        {
            if (level.Visible.FirstOrDefault(source => source.Barred.Columns.Contains(name)) is { } source)
            {
                return Barred(join, name, source);
            }
        }

        return null;
    }

    private Violation? Renamed(ParseNode relation) =>
        relation.Node("alias")?.Has("colnames") == true && Sources(relation).FirstOrDefault() is { } source
            ? Whole(relation, $"{source.Alias}(...)", source)
            : null;

    private IEnumerable<Source> Sources(ParseNode item) => item.Kind switch
    {
        "RangeVar" when relations.TryGetValue(item, out var name) && scope.Barred.TryGetValue(name, out var barred) =>
            [new Source(item.Node("alias")?.Text("aliasname") ?? item.Text("relname"), name, barred)],
        "RangeTableSample" when item.Node("relation") is { } sampled => Sources(sampled),
        "JoinExpr" => Sources(item.Node("larg")!).Concat(Sources(item.Node("rarg")!)),
        _ => [],
    };

    private static Violation Barred(ParseNode node, string column, Source source) =>
        new(GuardRules.ColumnBarred, $"The column \"{column}\" of {source.Name} is barred by this site's rules.", node);

    private static Violation Whole(ParseNode node, string text, Source source)
    {
        var open = string.Join(", ", source.Barred.Open.Take(NamedColumns)) + (source.Barred.Open.Count > NamedColumns ? ", ..." : "");
        return new(
            GuardRules.ColumnBarred,
            $"\"{text}\" would reach columns of {source.Name} that are barred by this site's rules; name the columns instead: {open}.",
            node);
    }

    private sealed record Source(string Alias, RelationName Name, BarredRelation Barred);

    /// <summary>
    /// What one SELECT reads, and those around it. An inner name does not hide an outer one here: PostgreSQL has exceptions to that (what is
    /// not LATERAL does not see its neighbours), and judging by both is never too little.
    /// </summary>
    private sealed class Level(Level? outer, IReadOnlyList<Source> own)
    {
        public IReadOnlyList<Source> Own { get; } = own;

        public IEnumerable<Source> Visible => outer is null ? Own : Own.Concat(outer.Visible);
    }
}
