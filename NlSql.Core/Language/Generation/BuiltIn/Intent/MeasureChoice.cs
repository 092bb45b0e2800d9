using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent;

/// <summary>
/// Chooses the column that a quantity is read from together with what it is broken down by: of the columns that may be meant, the
/// one from whose rows the dimensions, dates and values are reached along keys to one row each, so that no amount is counted twice.
/// </summary>
internal sealed class MeasureChoice(ParseContext context)
{
    private const double Unreachable = 1.2;
    private const double PerStep = 0.08;
    private const double ComputedView = 0.2;
    private const double Aside = 0.3;
    private const double Least = -0.4;

    /// <summary>The columns that the words at <paramref name="i"/> may stand for as a quantity.</summary>
    public IReadOnlyList<(ColumnNode Column, double Score)> Candidates(int i)
    {
        var item = context.Items[i];
        var own = Words(item);
        var next = context.At(i + 1) is { Kind: ItemKind.Name or ItemKind.Word } after
            ? context.Schema.Names.Columns([.. own, Lemmas.Of(after.Lower)]).Where(c => c.Score >= 0.98)
            : [];
        var shorter = own.Length < item.TokenCount ? context.Schema.Names.Columns(own).Where(c => c.Score >= 0.6) : [];
        var named = item.Columns.Concat(next).Concat(shorter).Where(c => c.Column.IsMeasure && !c.Column.IsYear);
        return [.. named.Concat(Conceptual(item)).GroupBy(c => c.Column).Select(g => (g.Key, g.Max(c => c.Score)))];
    }

    /// <summary>The words ask for a quantity that every schema names in its own way.</summary>
    public MeasureConcept? ConceptOf(Item item)
    {
        var lemma = string.Join(' ', Words(item));
        return item.Kind is ItemKind.Name or ItemKind.Word or ItemKind.Cue ? context.Lexicon.Measures.FirstOrDefault(m => m.Words.Contains(lemma)) : null;
    }

    /// <summary>The words without the one that asks for a sum, which the linker may have taken for a part of the name.</summary>
    private string[] Words(Item item)
    {
        var words = item.Lower.Split(' ');
        var isSum = words.Length > 1 && context.Lexicon.FindCue(words[0])?.Kind == CueKind.Sum;
        return [.. words.Skip(isSum ? 1 : 0).Select(Lemmas.Of)];
    }

    /// <summary>"revenue this year", "sales in Germany in 2024": one amount, since nothing else is named that it could be an amount of.</summary>
    public bool IsAmountOfPeriod(int at) =>
        ConceptOf(context.Items[at]) is not null
        && context.Items.Index().All(i => i.Index == at || i.Item.Kind is not (ItemKind.Name or ItemKind.Word))
        && context.Items.Skip(at + 1).Any(i => i.Kind == ItemKind.Date || DateReader.IsYear(i));

    public bool IsAdditive(ColumnNode column) => !column.Words.Any(context.Lexicon.Rates.Contains);

    public ColumnNode? Choose(int i, IReadOnlyCollection<int> dimensions, TableNode? entity)
    {
        var ranked = Candidates(i)
            .Select(c => (
                c.Column,
                Score: c.Score - Distance(c.Column, dimensions, entity) - (IsView(c.Column) && (c.Score < 0.98 || IsStored(c.Column)) ? ComputedView : 0) - (
                    c.Column.Table.IsBridge || IsSummary(c.Column, entity) || IsPlan(c.Column, i) ? Aside : 0) + Size(c.Column.Table)))
            .Where(c => c.Score > Least).OrderByDescending(c => c.Score).Select(c => c.Column).ToList();
        context.Items[i].Others = [.. ranked.Skip(1).Take(4).Select(c => c.ToString())];
        return ranked.FirstOrDefault();
    }

    /// <summary>Between equals the table of more rows is the one where things happen.</summary>
    private static double Size(TableNode table) => 0.01 * Math.Log10(Math.Max(1, table.Info.RowEstimate ?? 1));

    /// <summary>
    /// A view named after a table that the question does not speak of tells of that table's rows only: results of campaigns are not all
    /// results.
    /// </summary>
    private bool IsSummary(ColumnNode column, TableNode? entity) =>
        IsView(column)
            && context.Schema.Tables.Any(t => t != column.Table
            && t != entity
            && t.Words.Count < column.Table.Words.Count
            && t.Words.All(column.Table.Words.Contains)
            && !context.Mentioned.Contains(t));

    /// <summary>"revenue" is what came in, not what was aimed at; "target" says otherwise.</summary>
    private bool IsPlan(ColumnNode column, int i) =>
        column.Words.Any(w => context.Lexicon.Plans.Contains(w) && !context.Items[i].Lower.Split(' ').Select(Lemmas.Of).Contains(w));

    /// <summary>A table holds the same quantity itself: the view may show a part of its rows only.</summary>
    private bool IsStored(ColumnNode column) =>
        context.Schema.Tables.Any(t => t.Info.Kind is not (RelationKind.View or RelationKind.MaterializedView)
            && t.Columns.Any(c => c.Info.Name == column.Info.Name));

    private static bool IsView(ColumnNode column) => column.Table.Info.Kind is RelationKind.View or RelationKind.MaterializedView;

    private IEnumerable<(ColumnNode Column, double Score)> Conceptual(Item item)
    {
        if (ConceptOf(item) is not { } concept)
        {
            yield break;
        }

        foreach (var (rank, name) in concept.Columns.Index())
        {
            string[] parts = [.. name.Split(' ').Select(Lemmas.Of)];
            foreach (var column in context.Schema.Tables.SelectMany(t => t.Columns)
                .Where(c => c.IsMeasure && (c.Words.SequenceEqual(parts) || c.OwnWords.SequenceEqual(parts))))
            {
                yield return (column, 0.9 - (0.02 * rank));
            }
        }
    }

    /// <summary>How far the breakdown lies from the rows of the column.</summary>
    private double Distance(ColumnNode column, IReadOnlyCollection<int> dimensions, TableNode? entity)
    {
        var total = entity is null ? 0 : Steps(column.Table, entity);
        foreach (var (k, item) in context.Items.Index())
        {
            var isDate = item.Kind == ItemKind.Date
                || DateReader.IsYear(item)
                || (dimensions.Contains(k) && context.Lexicon.Periods.ContainsKey(Lemmas.Of(item.Lower)));
            if (isDate)
            {
                total += ToDate(column.Table);
            }
            else if (dimensions.Contains(k))
            {
                var tables = item.Tables.Select(t => Steps(column.Table, t.Table) + 1 - t.Score);
                var columns = item.Columns.Where(c => c.Column != column).Select(c => Steps(column.Table, c.Column.Table) + 1 - c.Score);
                total += tables.Concat(columns).DefaultIfEmpty(0).Min();
            }
            else if (item.Kind == ItemKind.Value && item.Values.Count > 0)
            {
                total += 0.5 * item.Values.Min(v => Steps(column.Table, v.Column.Table));
            }
            else if (item.TableScore > 0.9 && item.TableScore > item.ColumnScore)
            {
                total += 0.5 * Steps(column.Table, item.Tables[0].Table);
            }
        }

        return total;
    }

    private double Steps(TableNode from, TableNode to) => context.Schema.Joins.ToOneDistance(from, to) is { } steps ? PerStep * steps : Unreachable;

    private double ToDate(TableNode from) =>
        context.Schema.Tables.Where(t => t.Columns.Any(c => c.IsDate)).Select(t => Steps(from, t)).DefaultIfEmpty(Unreachable).Min();
}
