using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent;

/// <summary>What is asked for: "the name and age of students", "how many pets", "average and maximum price".</summary>
internal sealed class TargetReader : IIntentReader
{
    public void Read(ParseContext context)
    {
        var scan = new Scan(context);
        for (var i = 0; i < context.Items.Count; i++)
        {
            scan.Step(i);
        }

        Complete(context);
    }

    public static AggregateKind? Aggregate(CueKind kind) => kind switch
    {
        CueKind.Average => AggregateKind.Average,
        CueKind.Sum => AggregateKind.Sum,
        CueKind.Maximum or CueKind.Most => AggregateKind.Maximum,
        CueKind.Minimum or CueKind.Fewest => AggregateKind.Minimum,
        _ => null,
    };

    private static void Complete(ParseContext context)
    {
        var intent = context.Intent;
        if (intent.Targets.Count == 0 && intent.Groups.Count > 0)
        {
            intent.Targets.AddRange(intent.Groups);
        }
        else if (intent.Targets.Count == 0)
        {
            intent.Targets.Add(new EntityTerm(context.Subject) { WithAllColumns = true });
        }

        // The rows as such are not asked for when something of theirs is.
        intent.Targets.RemoveAll(t => t is EntityTerm e
            && ((intent.Targets.Any(o => o is ColumnTerm && o.Table == e.Entity) && (intent.IsDistinct || intent.Groups.Count > 0 || intent.HasAggregate))
                || (intent.Targets.Any(o => o is CountTerm c && c.Counted == e.Entity) && intent.Groups.Count == 0)));
        var distinct = intent.Targets.Distinct().ToList();
        intent.Targets.Clear();
        intent.Targets.AddRange(distinct);
    }

    private sealed class Scan(ParseContext context)
    {
        private readonly List<(int Item, AggregateKind Kind)> aggregates = [];
        private bool isOpen = true;
        private bool isOwner;
        private bool isDistinct;
        private bool isMeasured;
        private int counting = -1;

        public void Step(int i)
        {
            var item = context.Items[i];
            switch (item.Kind)
            {
                case ItemKind.Break:
                    isOwner = false;
                    if (item.Text is "." or "?" or "!" or ";")
                    {
                        isOpen = true;
                        Reset();
                    }

                    break;
                case ItemKind.Cue when !item.IsUsed:
                    StepCue(i, item.Cue!);
                    break;
                case ItemKind.Cue:
                    isOpen = isOpen && !item.IsAny(CueKind.Most, CueKind.Fewest, CueKind.MostCommon);
                    break;
                case ItemKind.Name when !item.IsUsed:
                    StepName(i);
                    break;
                case ItemKind.Word
                    when isMeasured && context.Lexicon.Dimensions.FirstOrDefault(d => d.Verbs.Contains(Lemmas.Of(item.Lower))) is { } dimension
                    && context.Measure(dimension, context.NearestTableBefore(i) ?? context.Subject) is { } measure:
                    Add(new ColumnTerm(measure.Column), i);
                    break;
                case ItemKind.Word when context.Intent.Targets.Count > 0:
                    isOpen = false;
                    break;
            }
        }

        private void StepCue(int i, Cue cue)
        {
            switch (cue.Kind)
            {
                case CueKind.LeadIn or CueKind.Their or CueKind.HowMuch:
                    isOpen = true;
                    isOwner = false;
                    isMeasured |= cue.Kind == CueKind.HowMuch;
                    context.Use(i);
                    break;
                case CueKind.Count:
                    isOpen = true;
                    isOwner = false;
                    counting = i;
                    context.Use(i);
                    break;
                case CueKind.Average or CueKind.Sum or CueKind.Maximum or CueKind.Minimum or CueKind.Most or CueKind.Fewest:
                    isOpen = true;
                    isOwner = false;
                    aggregates.Add((i, Aggregate(cue.Kind)!.Value));
                    context.Use(i);
                    break;
                case CueKind.Distinct:
                    isDistinct = true;
                    context.Use(i);
                    break;
                case CueKind.Of:
                    isOwner = context.Intent.Targets.Count > 0 && counting < 0 && aggregates.Count == 0;
                    break;
                case CueKind.In:
                    isOwner = context.Intent.Targets.Count > 0;
                    break;
                case CueKind.And:
                    isOwner = false;
                    break;
                case CueKind.WhenAsked when context.Intent.Targets.Count == 0 && DateReader.DateColumn(context, i) is { } date:
                    context.Intent.Targets.Add(new ColumnTerm(date));
                    context.Use(i);
                    break;
                case CueKind.HowOld
                    when context.Measure(
                        context.Lexicon.Dimensions.First(d => d.Reversed.Count > 0 && d.Sign > 0),
                        context.NearestTableBefore(i) ?? context.Subject) is { } age:
                    context.Intent.Targets.Add(new ColumnTerm(age.Column));
                    context.Use(i);
                    break;
                case CueKind.WhereAsked when context.Intent.Targets.Count > 0:
                    // "orders where ...": as in SQL.
                    context.Use(i);
                    isOpen = false;
                    break;
                case CueKind.Relative when context.Intent.Targets.Count > 0:
                case CueKind.Whose or CueKind.With or CueKind.Not or CueKind.By:
                    isOpen = context.Intent.Targets.Count == 0 && !(cue.Kind is CueKind.Whose);
                    break;
            }
        }

        private void StepName(int i)
        {
            var isTable = context.IsTable(i);
            if (counting >= 0)
            {
                AddCount(i, isTable);
                return;
            }

            if (aggregates.Count > 0)
            {
                AddAggregate(i, isTable);
                return;
            }

            if (!isOpen)
            {
                return;
            }

            if (isTable)
            {
                if (!isOwner)
                {
                    Add(new EntityTerm(context.TableOf(i)!), i);
                }
                else
                {
                    context.Intent.IsDistinct |= isDistinct;
                    context.Use(i, context.TableOf(i)!.ToString());
                    context.Intent.Mentions.Add(new TableMention(context.TableOf(i)!, i));
                }
            }
            else if (context.ColumnOf(i) is { } column && !(isOwner && context.IsCue(i - 1, CueKind.In)))
            {
                if (IsBareName(i) && column.Table.Display.Count > 1 && context.BestColumn(i) is { Score: < 0.95 })
                {
                    foreach (var part in column.Table.Display)
                    {
                        Add(new ColumnTerm(part), i);
                    }
                }
                else if (context.IsTotal(i) && (context.Intent.Groups.Count > 0 || context.BestColumn(i) is { Score: < 0.95 }))
                {
                    Add(new AggregateTerm(AggregateKind.Sum, column), i);
                }
                else
                {
                    Add(new ColumnTerm(column), i);
                }
            }
        }

        private bool IsBareName(int i) => Lemmas.Of(context.Items[i].Lower.Split(' ')[^1]) == "name";

        private void AddCount(int i, bool isTable)
        {
            if (isTable)
            {
                Add(new CountTerm(context.TableOf(i)!, null, IsDistinct: false), i);
            }
            else if (context.ColumnOf(i) is { } column)
            {
                Term term = !column.IsMeasure || isDistinct ? new CountTerm(column.Table, column, IsDistinct: true)
                    : context.Intent.Groups.Count > 0 ? new AggregateTerm(AggregateKind.Sum, column) : new ColumnTerm(column);
                isDistinct = false;
                Add(term, i);
            }

            if (isDistinct && isTable)
            {
                isDistinct = false;
            }

            counting = -1;
            isOpen = false;
        }

        private void AddAggregate(int i, bool isTable)
        {
            // "total amount of orders": of a table its amount is added up, not a number that refers to it.
            var column = context.BestColumn(i, null, c => c.IsMeasure)?.Column
                ?? (isTable ? Amount(context.TableOf(i)!) : null)
                ?? context.BestColumn(i, null, c => c.IsNumeric || c.IsDate)?.Column;
            if (column is not null)
            {
                foreach (var (_, kind) in aggregates)
                {
                    Add(new AggregateTerm(kind, column, isDistinct), i);
                }
            }
            else if (isTable && aggregates.All(a => a.Kind == AggregateKind.Sum))
            {
                Add(new CountTerm(context.TableOf(i)!), i);
            }

            if (!context.IsCue(i + 1, CueKind.And))
            {
                isOpen = false;
            }

            isDistinct = false;
            aggregates.Clear();
        }

        /// <summary>What is added up when only the rows are named: "total stock".</summary>
        private ColumnNode? Amount(TableNode table)
        {
            string[] words = ["amount", "total", "price", "value", "revenue"];
            return table.Columns.Where(c => c.IsMeasure && c.Words.Any(words.Contains))
                .OrderBy(c => words.Index().First(w => c.Words.Contains(w.Item)).Index)
                .FirstOrDefault()
                ?? (aggregates.All(a => a.Kind == AggregateKind.Sum)
                    && table.Columns.Where(c => c.IsMeasure && !c.IsYear && !c.Words.Any(context.Lexicon.Rates.Contains)).ToList() is [var only] ? only : null);
        }

        private void Add(Term term, int i)
        {
            context.Intent.Targets.Add(term);
            context.Use(i, term switch { ColumnTerm c => c.Column.ToString(), EntityTerm e => e.Entity.ToString(), _ => term.Table.ToString() });
            context.Intent.IsDistinct |= isDistinct;
        }

        private void Reset()
        {
            counting = -1;
            aggregates.Clear();
            isDistinct = false;
        }
    }
}
