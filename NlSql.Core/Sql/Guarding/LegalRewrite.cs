using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding;

/// <summary>A statement that the guard would approve and that does what a refused one probably meant.</summary>
internal static class LegalRewrite
{
    /// <summary>Repairs tried one after the other, since mending one thing can uncover the next.</summary>
    private const int MaxRepairs = 4;

    /// <summary><paramref name="statement"/> itself or a repair of it, printed for people; null when neither is legal.</summary>
    /// <param name="isCutShort">Nothing was found, and a less busy machine might find something.</param>
    public static string? Of(ParseNode statement, GuardScope scope, out bool isCutShort)
    {
        isCutShort = false;
        for (var repairs = 0; statement.Kind == "SelectStmt" && repairs <= MaxRepairs; repairs++)
        {
            if (SqlGuard.Approve(statement, scope, out var violation) is not null)
            {
                var text = SqlFormatter.Print(statement);
                isCutShort = text is null;
                return text;
            }

            if (Repair(statement, violation!) is not { } repaired)
            {
                isCutShort = GuardRules.IsOfTheMoment(violation!.Rule);
                return null;
            }

            statement = repaired;
        }

        return null;
    }

    /// <summary>The same, when it is known already what is wrong.</summary>
    public static string? Of(ParseNode statement, Violation violation, GuardScope scope, out bool isCutShort)
    {
        isCutShort = false;
        return Repair(statement, violation) is { } repaired ? Of(repaired, scope, out isCutShort) : null;
    }

    private static ParseNode? Repair(ParseNode statement, Violation violation) => violation.Rule switch
    {
        GuardRules.SelectInto => statement.Rewrite(static node => node.Has("intoClause") ? node.With("intoClause", null) : node),
        GuardRules.RowLock => statement.Rewrite(static node => node.Has("lockingClause") ? node.With("lockingClause", null) : node),
        GuardRules.RelationDatabase => statement.Rewrite(static node => node.Has("catalogname") ? node.With("catalogname", null) : node),
        GuardRules.RelationUnknown when violation.Replacement is { } name =>
            statement.Rewrite(node => ReferenceEquals(node, violation.Node) ? Renamed(node, name) : node),
        _ => null,
    };

    /// <summary>The old name stays as the alias, so that columns qualified with it keep their meaning.</summary>
    private static ParseNode Renamed(ParseNode relation, string name)
    {
        var parts = name.Split('.', 2);
        var alias = relation.Node("alias") ?? new ParseNode("Alias", [new ParseField("aliasname", relation.Text("relname"))]);
        return relation
            .With("schemaname", parts.Length == 2 ? parts[0] : null)
            .With("relname", parts[^1])
            .With("alias", alias);
    }
}
