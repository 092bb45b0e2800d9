using NlSql.Core.Database.Catalog;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Generation.Healing;

/// <summary>Columns that are not where the statement says. A column that PostgreSQL would find is never touched.</summary>
internal sealed class ColumnHealing(HealingCatalog catalog, Corrections corrections)
{
    /// <param name="outputs">Names that ORDER BY and GROUP BY may use beside columns.</param>
    public ParseNode Heal(ParseNode reference, QueryScope scope, IReadOnlySet<string> outputs) => reference.Names("fields") switch
    {
        [_, .. var _] when reference.List("fields")[^1].Kind == "A_Star" => reference,
        [var column] => Bare(reference, column, scope, outputs),
        [var qualifier, var column] => Qualified(reference, qualifier, column, scope),
        [_, var qualifier, var column] => Qualified(reference, qualifier, column, scope),
        _ => reference,
    };

    /// <summary>Whether PostgreSQL would find the column; true also where that cannot be told.</summary>
    public static bool Resolves(ParseNode reference, QueryScope scope) => reference.Names("fields") switch
    {
        [var column] => FindsBare(column, scope),
        [.., var qualifier, var column] => scope.Find(qualifier) is { } found && (found.Source.Columns is null || found.Source.Has(column)),
        _ => true,
    };

    private static bool FindsBare(string column, QueryScope scope)
    {
        for (var here = scope; here is not null; here = here.Outer)
        {
            if (here.IsOpen || here.Sources.Any(source => source.Has(column) || source.Alias == column))
            {
                return true;
            }
        }

        return false;
    }

    private ParseNode Bare(ParseNode reference, string column, QueryScope scope, IReadOnlySet<string> outputs)
    {
        if (outputs.Contains(column))
        {
            return reference;
        }

        if (Unambiguous(reference, column, scope) is var qualified && !ReferenceEquals(qualified, reference))
        {
            return qualified;
        }

        return FindsBare(column, scope) || scope.Sources.Count == 0 ? reference : Elsewhere(reference, null, column, scope) ?? reference;
    }

    /// <summary>A bare name of which two tables have a column is the first one's: equal along the join, as a rule.</summary>
    public ParseNode Unambiguous(ParseNode reference, string column, QueryScope scope)
    {
        var holders = scope.Sources.Where(source => source.Has(column)).ToList();
        if (holders.Count < 2 || scope.MergesColumns || scope.IsOpen)
        {
            return reference;
        }

        corrections.AddChoice($"{column} is taken from {holders[0].Alias}");
        return TreeParts.Column(holders[0].Alias, column);
    }

    private ParseNode Qualified(ParseNode reference, string qualifier, string column, QueryScope scope)
    {
        if (scope.Find(qualifier) is { } found)
        {
            return found.Source.Columns is null || found.Source.Has(column)
                ? reference
                : InsteadOf(qualifier, column, found.Source, found.Scope) ?? Elsewhere(reference, qualifier, column, found.Scope) ?? reference;
        }

        if (scope.IsOpen)
        {
            return reference;
        }

        // The name of a table: one that goes by an alias here, or one that FROM forgot.
        if ((catalog.Find("", qualifier) ?? catalog.FindNear(qualifier)) is { } table)
        {
            var there = scope.Over(table)?.Source;
            if (NameIn(column, [.. table.Columns.Select(c => c.Name)], table) is { } name && (there ?? JoinIn(table, scope)) is { } source)
            {
                if (there is null)
                {
                    corrections.AddChoice($"{table.Name} was joined in for {name}");
                }
                else
                {
                    corrections.Add($"{qualifier}.{column} is {source.Alias}.{name}");
                }

                return TreeParts.Column(source.Alias, name);
            }
        }

        return Elsewhere(reference, qualifier, column, scope) ?? reference;
    }

    /// <summary>The same name spelled otherwise, then another table that has it, then a near name in the table that was meant.</summary>
    private ParseNode? InsteadOf(string qualifier, string column, QuerySource source, QueryScope scope)
    {
        if (NearNames.Same(column, source.Columns!) is { } same)
        {
            return Moved(qualifier, column, source, same);
        }

        if (scope.Sources.FirstOrDefault(other => other.Has(column)) is { } holder)
        {
            return Moved(qualifier, column, holder, column);
        }

        return NearNames.Nearest(column, source.Columns!, source.Table?.Name.Name) is { } near ? Moved(qualifier, column, source, near) : null;
    }

    private ParseNode? Elsewhere(ParseNode reference, string? qualifier, string column, QueryScope scope)
    {
        if (scope.IsOpen)
        {
            return null;
        }

        if (scope.Sources.FirstOrDefault(source => source.Has(column)) is { } holder)
        {
            return Moved(qualifier, column, holder, column);
        }

        if (scope.Sources.Select(source => (Source: source, Name: NearNames.Same(column, source.Columns!)))
            .FirstOrDefault(s => s.Name is not null) is { Name: { } same } spelled)
        {
            return Moved(qualifier, column, spelled.Source, same);
        }

        // An exact column of a neighbour says more than a similar one at hand.
        foreach (var table in catalog.WithColumn(column))
        {
            if (JoinIn(table, scope) is { } source)
            {
                corrections.AddChoice($"{table.Name} was joined in for {column}");
                return TreeParts.Column(source.Alias, column);
            }
        }

        var near = scope.Sources.Select(source => (Source: source, Name: NearNames.Nearest(column, source.Columns!, source.Table?.Name.Name)))
            .Where(s => s.Name is not null)
            .ToList();
        return near.Count == 1 ? Moved(qualifier, column, near[0].Source, near[0].Name!) : null;
    }

    private QuerySource? JoinIn(TableInfo table, QueryScope scope) => scope.Require(table, catalog);

    private static string? NameIn(string column, IReadOnlyCollection<string> names, TableInfo table) =>
        names.Contains(column, StringComparer.Ordinal) ? column : NearNames.Nearest(column, names, table.Name.Name);

    private ParseNode Moved(string? qualifier, string column, QuerySource source, string name)
    {
        corrections.Add(qualifier is null ? $"{column} is {source.Alias}.{name}" : $"{qualifier}.{column} is {source.Alias}.{name}");
        return TreeParts.Column(source.Alias, name);
    }
}
