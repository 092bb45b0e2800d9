using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar.Rules;

/// <summary>What rules build, where it takes more than a constructor.</summary>
internal static class Made
{
    /// <summary>What the rows of a table are called is their name, whatever the column says.</summary>
    private const double CalledSo = 0.9;

    public static string Class(Part? cue) => ((CueWord)cue!).Class;

    public static Relation RelationOf(Part? cue) => Class(cue) switch
    {
        "gt" or "more" => Relation.Greater,
        "ge" or "ormore" => Relation.GreaterOrEqual,
        "lt" or "less" => Relation.Less,
        "le" or "orless" => Relation.LessOrEqual,
        "ne" => Relation.NotEqual,
        _ => Relation.Equal,
    };

    public static Function FunctionOf(Part? cue) => Class(cue) switch
    {
        "avg" => Function.Average,
        "max" or "most" or "highest" => Function.Maximum,
        "min" or "fewest" or "lowest" => Function.Minimum,
        "median" => Function.Median,
        "deviation" => Function.Deviation,
        _ => Function.Sum,
    };

    public static decimal Number(Part? part) => ((NumberWord)part!).Value;

    public static NumberPart Constant(Part? part) => new(Number(part)) { At = part!.At };

    public static EntityPart Entity(Part? part, params IEnumerable<FilterPart> where)
    {
        var entity = part as EntityPart ?? new EntityPart((TableName)part!, []) { At = part!.At };
        return entity with { Where = [.. entity.Where, .. where] };
    }

    /// <summary>Rows of what was done with things of a kind: "bought a product".</summary>
    public static EntityPart Done(Part? done, Part? of) => Entity(done, new MentionPart((EntityPart)of!, IsInPassing: true) { At = of!.At });

    /// <summary>The column of its owner where the owner has such a column, else one that belongs to it in some other way.</summary>
    public static AttributePart? Owned(Part? column, Part? owner)
    {
        var (name, entity) = ((ColumnName)column!, Entity(owner));
        var own = name.Columns.Where(c => entity.Name.Tables.Any(t => t.Node == c.Node.Table)).ToList();
        if (own.Count == 0 && (name.Columns.Take(3).All(c => c.Node.Table.Display.Contains(c.Node)) || IsName(name.Columns[0].Node)))
        {
            // "currency name" of a table that calls the name "currency".
            own = [.. entity.Name.Tables.SelectMany(t => t.Node.Display.Where(d => d.IsText).Take(1)).Select(d => new Candidate<ColumnNode>(d, CalledSo))];
        }

        return new AttributePart(own.Count > 0 ? name with { Columns = own } : name, entity);
    }

    private static bool IsName(ColumnNode column) => column.OwnWords is ["name"] && column.Table.Display.Contains(column);

    public static AttributePart? Dates(Part? part) => Only(part, c => c.IsDate);

    /// <summary>Dates of what may not have happened: one that is always there tells nothing by being there, and of a view nobody knows whether it is.</summary>
    public static AttributePart? Happened(Part? part) =>
        Only(part, c => c.IsDate && c.Info.IsNullable && c.Table.Info.ViewDefinition is null);

    /// <summary>The date that a noun of what is done speaks of: "2025 deliveries" were delivered then; null for other names of things.</summary>
    public static AttributePart? DayOf(EntityPart things)
    {
        if (things.Name.Alias is not { } said)
        {
            return null;
        }

        var stem = EnglishInflection.Stem(said);
        var days = things.Name.Tables[0].Node.Columns.Where(c => c.IsDate && c.Words.Any(w => EnglishInflection.Stem(w) == stem)).ToList();
        return days.Count == 0 ? null : new AttributePart(new ColumnName([.. days.Select(d => new Candidate<ColumnNode>(d, CalledSo))]) { At = things.At })
        {
            At = things.At,
        };
    }

    public static AttributePart? Numbers(Part? part) => Only(part, c => c.IsNumeric || c.IsMoney);

    /// <summary>Numbers that say how much rather than which.</summary>
    public static AttributePart? Measures(Part? part) => Only(part, c => (c.IsNumeric && !c.IsKey && !c.IsForeignKey) || c.IsMoney);

    /// <summary>The attribute with those of its columns only that are of the right kind; null when none is.</summary>
    public static AttributePart? Only(Part? part, Func<ColumnNode, bool> isRight)
    {
        var attribute = part as AttributePart ?? new AttributePart((ColumnName)part!) { At = part!.At };
        var right = attribute.Name.Columns.Where(c => isRight(c.Node)).ToList();
        return right.Count == 0 ? null : attribute with { Name = attribute.Name with { Columns = right } };
    }

    public static ValuesPart Values(Part? part) => part as ValuesPart ?? new ValuesPart([(ValueWord)part!]) { At = part!.At };

    /// <summary>Rows that are called by what kind they are of: "how many cancelled".</summary>
    public static EntityPart? Kinds(ValuesPart values)
    {
        var tables = values.Values[0].Values.GroupBy(v => v.Column.Table).Select(g => new Candidate<TableNode>(g.Key, g.Max(v => v.Score))).ToList();
        return tables.Count == 0 ? null : new EntityPart(new TableName(tables) { At = values.At }, [values]) { IsByValue = true };
    }

    /// <summary>"paid with PayPal" of payments that have a method: how it was paid, not that it was.</summary>
    public static bool AreMeansOfPayment(ValuesPart values) =>
        values.Values.All(v => v.Values.Any(k => k.Column.Words.Any(WordTable.English.PayMeans.Contains)
            && k.Column.Words.Concat(k.Column.Table.Words).Any(w => w.StartsWith("pay", StringComparison.Ordinal))));

    /// <summary>What a row is in now, whatever it was before: no row of a table that keeps former states.</summary>
    public static bool AreOfStates(ValuesPart values) => values.Values.All(v => v.Values.Count > 0 && v.Values.All(k => k.Column.Table.History is null));

    public static ValuesPart Joined(Part? first, Part? rest, bool areApart = false, bool needsAll = false)
    {
        var (a, b) = (Values(first), Values(rest));
        return new ValuesPart([.. a.Values, .. b.Values], NeedsAll: needsAll, AreApart: areApart || b.AreApart);
    }

    public static FilterPart? Compare(Part? left, Relation relation, Part? right)
    {
        // "ids of airports with more than 5 flights": a thing's key is not what there are more than 5 of.
        var operand = left is AttributePart attribute
            ? relation != Relation.Equal && attribute.Owner is not null ? Measures(attribute) : Numbers(attribute)
            : left as OperandPart;
        return operand is null && left is not null ? null : new ComparePart(operand, relation, right as OperandPart ?? Constant(right));
    }

    public static FilterPart? Between(Part? left, Part? low, Part? high)
    {
        var (from, to) = (Math.Min(Number(low), Number(high)), Math.Max(Number(low), Number(high)));
        return Compare(left, Relation.GreaterOrEqual, new NumberPart(from)) is { } above && Compare(left, Relation.LessOrEqual, new NumberPart(to)) is { } below
            ? new AllPart([above, below])
            : null;
    }

    /// <summary>"10 units" are no amount of money.</summary>
    public static bool ArePieces(Part? unit) => unit is CueWord { Text: { } text } && Deeds.English.Pieces.Contains(text);

    /// <summary>"500 euros"</summary>
    public static bool AreMoney(Part? unit) => unit is CueWord { Text: { } text } && Deeds.English.Money.Contains(text);

    public static RangePart? Range(Relation relation, Part? number)
    {
        if (Number(number) is not (>= 0 and < int.MaxValue and var value) || !decimal.IsInteger(value))
        {
            return null;
        }

        var n = (int)value;
        return relation switch
        {
            Relation.Greater => new RangePart(new CountRange(n + 1, null)),
            Relation.GreaterOrEqual => new RangePart(new CountRange(n, null)),
            Relation.Less when n > 0 => new RangePart(new CountRange(0, n - 1)),
            Relation.LessOrEqual => new RangePart(new CountRange(0, n)),
            Relation.Equal => new RangePart(new CountRange(n, n)),
            _ => null,
        };
    }

    /// <summary>From the first day of one to the last day of the other, whichever was said first.</summary>
    public static PeriodPart? Stretch(Part? from, Part? to)
    {
        var (a, b) = (((PeriodWords)from!).Range, ((PeriodWords)to!).Range);
        var (early, late) = a.From <= b.From ? (a, b) : (b, a);
        var range = new DateRange(early.From, late.To);
        return range.IsEmpty ? null : new PeriodPart(range);
    }

    public static PeriodPart? Period(Part? part, Func<DateRange, DateRange> cut)
    {
        var range = cut(((PeriodWords)part!).Range);
        return range.IsEmpty || (range.From is null && range.To is null) ? null : new PeriodPart(range);
    }

    /// <summary>The date that a filter over time speaks of.</summary>
    public static FilterPart? On(Part? column, Part? when)
    {
        return Only(column, c => c.IsDate || c.IsYear) is { } date ? With((FilterPart)when!) : null;

        FilterPart With(FilterPart filter) => filter switch
        {
            PeriodPart period => period with { Column = date },
            WeekdayPart days => days with { Column = date },
            AnyPart any => any with { Parts = [.. any.Parts.Select(With)] },
            _ => filter,
        };
    }

    /// <summary>"names and ids of suppliers": what the last one belongs to, those before it belong to as well, if they can.</summary>
    public static ListPart List(params IEnumerable<Part?> parts)
    {
        List<OperandPart> items = [.. parts.SelectMany(p => p is ListPart list ? list.Items : [(OperandPart)p!])];
        if (items[^1] is AttributePart { Owner: { } owner })
        {
            for (var i = items.Count - 2; i >= 0 && items[i] is AttributePart { Owner: null, IsTheirs: false } before; i--)
            {
                var own = before.Name.Columns.Where(c => owner.Name.Tables.Any(t => t.Node == c.Node.Table)).ToList();
                items[i] = own.Count > 0 ? before with { Name = before.Name with { Columns = own }, Owner = owner } : before;
            }
        }

        return new ListPart(items);
    }

    public static TextPart Text(Part? column, TextPlace place, Part? literals) => new(column as AttributePart, place, Values(literals).Values[0].Text);

    public static FilterPart All(Part? first, Part? second) => new AllPart([(FilterPart)first!, (FilterPart)second!]);

    /// <summary>
    /// Null where "or" stands between two values of one column and "and" beyond them: "status paid or cancelled and total over 500" is about orders that are
    /// either, and all of them are over 500. The values then belong together, which another rule reads.
    /// </summary>
    public static FilterPart? Any(Part? first, Part? second)
    {
        IReadOnlyList<FilterPart> left = first is AnyPart a ? a.Parts : [(FilterPart)first!];
        IReadOnlyList<FilterPart> right = second is AnyPart b ? b.Parts : [(FilterPart)second!];
        return (left[^1] is AllPart || right[0] is AllPart) && AreOfOneColumn(Nearest(left[^1], isLast: true), Nearest(right[0], isLast: false))
            ? null
            : new AnyPart([.. left, .. right]);
    }

    private static FilterPart Nearest(FilterPart part, bool isLast) => part is AllPart all ? Nearest(isLast ? all.Parts[^1] : all.Parts[0], isLast) : part;

    /// <summary>The second is nothing but a value, of a column that the first is about as well.</summary>
    private static bool AreOfOneColumn(FilterPart first, FilterPart second)
    {
        if (first is not ValuesPart one || second is not ValuesPart { Column: null, Of: null } other)
        {
            return false;
        }

        var columns = one.Column is { Name: var name } ? name.Columns.Select(c => c.Node) : one.Values.SelectMany(v => v.Values).Select(v => v.Column);
        return other.Values.SelectMany(v => v.Values).Select(v => v.Column).Intersect(columns).Any();
    }

    /// <param name="cue">"current" or "former".</param>
    public static InForcePart InForce(Part? cue) => new(Class(cue) == "former") { At = cue!.At };
}
