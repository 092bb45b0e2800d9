using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent;

/// <summary>What the readers share while they take a question apart.</summary>
internal sealed class ParseContext
{
    private const double OwnerBonus = 0.4;
    private const double NearBonus = 0.22;
    private const double SubjectBonus = 0.2;
    private const double MentionBonus = 0.12;

    /// <param name="about">What the question is about where it names no table itself.</param>
    public ParseContext(IReadOnlyList<Item> items, SchemaModel schema, Lexicon lexicon, TableNode? about = null)
    {
        Items = items;
        Schema = schema;
        Lexicon = lexicon;
        Mentioned = items.Where(i => i.TableScore >= 0.75 && i.TableScore >= i.ColumnScore - 0.05).Select(i => i.Tables[0].Table)
            .Concat(items.Select(i => i.Owner).OfType<TableNode>()).ToHashSet();
        Subject = Mentioned.Count == 0 && about is not null ? about : SubjectFinder.Find(this);
        Intent = new QueryIntent { Subject = Subject };
    }

    public IReadOnlyList<Item> Items { get; }

    /// <summary>Items that say what is to be made of the answer rather than what it is made from.</summary>
    public List<Item> Taken { get; } = [];

    public SchemaModel Schema { get; }

    public Lexicon Lexicon { get; }

    /// <summary>Tables that the question names outright.</summary>
    public HashSet<TableNode> Mentioned { get; }

    public TableNode Subject { get; private set; }

    /// <summary>The table whose rows are counted or whose numbers are rolled up; null when nothing is.</summary>
    public TableNode? Fact { get; private set; }

    public QueryIntent Intent { get; } = null!;

    /// <summary>Set where only a person can say which column a breakdown is by.</summary>
    public Doubt? Doubt { get; set; }

    /// <summary>Says what is counted or rolled up: dimensions, dates and values are looked for from there, along keys to one row.</summary>
    public void FocusOn(TableNode fact, bool isSubject)
    {
        Fact = fact;
        if (isSubject)
        {
            Subject = fact;
            Intent.Subject = fact;
        }
    }

    /// <summary>How much less likely a column is for lying off the fact's keys: 0 without a fact.</summary>
    public double Detour(TableNode table) =>
        Fact is null ? 0 : Schema.Joins.ToOneDistance(Fact, table) is { } steps ? 0.04 * steps : 0.5;

    public Item? At(int i) => i >= 0 && i < Items.Count ? Items[i] : null;

    public bool IsCue(int i, params ReadOnlySpan<CueKind> kinds) => At(i)?.IsAny(kinds) == true;

    /// <summary>The item names a table rather than a column.</summary>
    public bool IsTable(int i) => At(i) is { Kind: ItemKind.Name } item && item.TableScore >= 0.6 && TableOf(i) is not null
        && (item.TableScore >= item.ColumnScore - 0.02 || BestColumn(i) is not { } best || best.Score < item.TableScore - 0.02)
        && !(BestColumn(i) is { } column
        && column.Score >= 0.93
        && !column.Column.IsForeignKey
        && column.Column.Table == Subject
        && item.Tables[0].Table != Subject
        && !column.Column.IsKey);

    public bool IsColumn(int i) => At(i) is { Kind: ItemKind.Name, Columns.Count: > 0 } && !IsTable(i);

    /// <summary>The table the item names; among equals the one nearest to the subject.</summary>
    public TableNode? TableOf(int i)
    {
        if (At(i) is not { Tables.Count: > 0 } item)
        {
            return null;
        }

        return item.Tables.OrderByDescending(t => t.Score - (Subject is null
            ? 0
            : 0.02 * (Schema.Joins.Distance(Subject, t.Table) ?? 5)) - (t.Table.IsBridge
            ? 0.1
            : 0))
            .First().Table;
    }

    public ColumnNode? ColumnOf(int i, TableNode? owner = null) => BestColumn(i, owner)?.Column;

    /// <summary>The column the item names, judged by its words and by what stands around it.</summary>
    public (ColumnNode Column, double Score)? BestColumn(int i, TableNode? owner = null, Func<ColumnNode, bool>? filter = null)
    {
        if (At(i) is not { Columns.Count: > 0 } item)
        {
            return null;
        }

        var of = owner ?? OwnerAfter(i);
        var near = NearestTableBefore(i);
        (ColumnNode Column, double Score)? best = null;
        var bestRank = double.MinValue;
        (ColumnNode? Column, double Rank) second = (null, double.MinValue);
        foreach (var (column, score) in item.Columns)
        {
            if (filter is not null && !filter(column))
            {
                continue;
            }

            var rank = score
                + (column.Table == of ? OwnerBonus : 0)
                + (column.Table == near ? NearBonus : 0)
                + (column.Table == Subject ? SubjectBonus : 0)
                + (Intent?.Groups.Any(g => g is EntityTerm && g.Table == column.Table) == true ? NearBonus + SubjectBonus : 0)
                + (Mentioned.Contains(column.Table) ? MentionBonus : 0)
                - (0.04 * Math.Min(6, Schema.Joins.Distance(of ?? near ?? Subject, column.Table) ?? 8))
                - (column.IsForeignKey && !column.IsKey ? 0.03 : 0)
                - (column.Table.Info.Kind is RelationKind.View or RelationKind.MaterializedView ? 0.06 : 0);
            if (rank > bestRank)
            {
                second = (best?.Column, bestRank);
                (best, bestRank) = ((column, score), rank);
            }
            else if (rank > second.Rank)
            {
                second = (column, rank);
            }
        }

        if (filter is null)
        {
            item.Contest = best is { } first && second.Column is { } other ? (first.Column, other, bestRank - second.Rank) : null;
        }

        return best;
    }

    /// <summary>A name that begins with a word for sums, which the linker took for a part of the column's name: "total amount".</summary>
    public bool IsTotal(int i) =>
        At(i) is { Kind: ItemKind.Name } item && Lexicon.FindCue(item.Lower.Split(' ')[0])?.Kind == CueKind.Sum && BestColumn(i) is { Column.IsMeasure: true };

    /// <summary>The table after "of": "the name of the student".</summary>
    public TableNode? OwnerAfter(int i)
    {
        for (var k = i + 1; k < Items.Count && k <= i + 8; k++)
        {
            var item = Items[k];
            if (item.Is(CueKind.Of) || (item.Is(CueKind.In) && k == i + 1))
            {
                for (var t = k + 1; t < Items.Count && t <= k + 3; t++)
                {
                    if (Items[t].TableScore >= 0.75)
                    {
                        return Items[t].Tables[0].Table;
                    }

                    if (!Items[t].IsAny(CueKind.Each, CueKind.Distinct, CueKind.Most, CueKind.Fewest, CueKind.Top)
                        && Items[t].Kind is not (ItemKind.Value or ItemKind.Number))
                    {
                        break;
                    }
                }

                return null;
            }

            var continues = item.Kind == ItemKind.Name
                || item.IsAny(CueKind.And, CueKind.Average, CueKind.Maximum, CueKind.Minimum, CueKind.Sum, CueKind.Their)
                || item is { Kind: ItemKind.Break, Text: "," };
            if (!continues)
            {
                return null;
            }
        }

        return null;
    }

    public TableNode? NearestTableBefore(int i)
    {
        for (var k = i - 1; k >= 0 && k >= i - 8; k--)
        {
            if (Items[k].TableScore >= 0.75 && Items[k].TableScore >= Items[k].ColumnScore - 0.02)
            {
                return Items[k].Tables[0].Table;
            }

            if (Items[k] is { Kind: ItemKind.Break, Text: "." or "?" or "!" })
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>The column of the table, or of its to-one neighbours, that an adjective speaks of.</summary>
    public (ColumnNode Column, int Sign)? Measure(Dimension dimension, TableNode table)
    {
        var near = Schema.Joins.EdgesOf(table).Select(e => e.Other(table));
        foreach (var candidate in near.Prepend(table))
        {
            foreach (var (words, sign) in dimension.Columns.Select(w => (w, 1)).Concat(dimension.Reversed.Select(w => (w, -1))))
            {
                var parts = words.Split(' ');
                var match = candidate.Columns.FirstOrDefault(c => !c.IsForeignKey && (c.IsNumeric || c.IsDate) && parts.All(c.Words.Contains));
                if (match is not null)
                {
                    return (match, sign * dimension.Sign);
                }
            }

            if (dimension.Temporal && candidate.Columns.FirstOrDefault(c => c.IsDate) is { } date)
            {
                return (date, dimension.Sign);
            }
        }

        return null;
    }

    public void Use(int i, string? meaning = null)
    {
        Items[i].IsUsed = true;
        Items[i].Meaning = meaning ?? Items[i].Meaning;
    }

    /// <summary>Number of the "not" whose reach covers the item; 0 when none does.</summary>
    public int NegationAt(int i)
    {
        for (var k = i - 1; k >= 0; k--)
        {
            var item = Items[k];
            if (item.Is(CueKind.Not))
            {
                return k + 1;
            }

            if (item.Kind == ItemKind.Break || (item.IsAny(CueKind.And, CueKind.Relative, CueKind.Whose, CueKind.LeadIn) && !item.Is(CueKind.With)))
            {
                return 0;
            }
        }

        return 0;
    }
}
