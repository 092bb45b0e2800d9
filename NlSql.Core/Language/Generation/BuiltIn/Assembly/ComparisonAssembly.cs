using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>Puts comparisons in terms of the schema: of a column with a number, another column, or a figure of other rows.</summary>
internal sealed class ComparisonAssembly(Scene scene, FilterAssembly filters)
{
    private const int DaysOfWeek = 7;
    /// <summary>The amount of rows that the question does not name.</summary>
    private const double Unnamed = 0.95;
    private const double Sure = 0.8;

    private readonly Worths worths = new(scene);

    public Filter? Compared(ComparePart part, TableNode from, TableNode? focus)
    {
        if (part.Left is DurationPart duration)
        {
            return new FigureAssembly(scene, filters).Row(duration, from) is Duration { From: ColumnUse start } time && part.Right is NumberPart bound
                ? Reached(from, start.Column, new Compare(time, part.Relation, new NumberConstant(bound.Value)))
                : null;
        }

        if (part.Left is null && (focus ?? from) is var thing && worths.Of(thing) is { } worth)
        {
            var each = AmountExpressions.Of(worth, part.At);
            var amount = worth.Grain == thing ? each : new Aggregate(Function.Sum, each);
            return part.Right is NumberPart least
                ? FilterAssembly.Reaching(scene, from, thing, new Compare(amount, part.Relation, new NumberConstant(least.Value)))
                : null;
        }

        var left = part.Left switch
        {
            null => Amount(focus ?? from, part.At, part.Unit),
            AttributePart attribute => scene.Column(attribute, from, c => part.Right is NumberPart && c.IsKey ? -0.2 : 0, focus),
            AggregatePart { Of: EntityPart { Where.Count: 0 } things } => Amount(scene.Table(things), things.At),
            _ => null,
        };
        if (left is null)
        {
            return null;
        }

        if (part.Right is YardstickPart yard)
        {
            return Yard(yard, left, part.Relation) is { } measured
                ? Reached(from, left, new Compare(Scene.Use(left, part.Left?.At ?? part.At), part.Relation, measured))
                : null;
        }

        Expression? right = part.Right switch
        {
            NumberPart number => new NumberConstant(number.Value) { At = number.At },
            AttributePart attribute => scene.Column(attribute, from, null, left.Table) is { } column && column != left
                ? scene.UseFrom(from, column, attribute.At, attribute.Name.Role)
                : attribute.Name.Role is not null ? scene.UseFrom(from, left, attribute.At, attribute.Name.Role) : null,
            _ => null,
        };
        var use = Scene.Use(left, part.Left?.At ?? Span.None);
        return right is null ? null
            : right is ColumnUse { Column.Table: var other } && scene.Reach.ToOne(from, left.Table) is null && scene.Reach.ToOne(from, other) is not null
                ? new Compare(new Aggregate(MeasureChoice.Usual(left, scene), use), part.Relation, right)
                : Reached(from, left, new Compare(use, part.Relation, right));
    }

    public Filter? Graded(DegreeComparePart part, TableNode from, TableNode focus)
    {
        var graded = MeasureChoice.Graded(part.Degree, focus, scene).ToList();
        graded = graded.Count > 0 ? graded : [.. MeasureChoice.GradedNear(part.Degree, focus, scene)];
        var column = scene.Choices.Pick($"degree {part.At.First}", part.Degree.At, graded.Select(g => (g.Column, g.Score)), c => c.ToString());
        if (column is null)
        {
            return null;
        }

        var isStraight = graded.First(g => g.Column == column).IsStraight;
        var use = Scene.Use(column, part.Degree.At);
        if (part.Right is YardstickPart yard)
        {
            var relation = Degree(part.Degree.IsMore == isStraight);
            return !column.IsDate && Yard(yard, column, relation) is { } measured ? Reached(from, column, new Compare(use, relation, measured)) : null;
        }

        if (part.Right is EntityPart { Name.Role: { IsSelfReference: true } role })
        {
            return role.Many == from && column.Table == from
                ? new Compare(use, Degree(part.Degree.IsMore == isStraight), new ColumnUse(column, new EntityRef(role.One, role)) { At = part.At })
                : null;
        }

        if (part.Right is not NumberPart number)
        {
            return null;
        }

        if (part.Unit is { } unit && (!column.IsDate || unit is not ("day" or "week" or "month" or "year")))
        {
            // "longer than 3 months" of a column that says so in a unit of its own.
            return null;
        }

        if (!column.IsDate)
        {
            return Reached(from, column, new Compare(use, Degree(part.Degree.IsMore == isStraight, part.IsOrEqual), new NumberConstant(number.Value)));
        }

        // "older than 30": years up to today, unless days or months are said.
        var (length, many) = part.Unit == "week" ? ("day", DaysOfWeek * number.Value) : (part.Unit ?? "year", number.Value);
        return isStraight
            ? null
            : Reached(from, column, new Compare(new Duration(use, new DateConstant(scene.Today), length), Degree(part.Degree.IsMore),
                new NumberConstant(many)));
    }

    public Filter? AgainstAverage(AgainstAveragePart part, TableNode from, TableNode? focus)
    {
        var column = part.Left is AttributePart attribute ? scene.Column(attribute, from, null, focus) : Amount(focus ?? from, part.At);
        return column is null
            ? null
            : Reached(from, column, new Compare(Scene.Use(column, part.At), part.Relation, new Overall(part.Function, Scene.Use(column, part.At))));
    }

    /// <summary>Two columns of one row, or two keys to the same things.</summary>
    public Filter? Same(SamePart part, TableNode from)
    {
        if (Held(part.Left, from) is not { } left || Held(part.Right, from) is not { } right || left.Column == right.Column
            || left.Column.Info.Kind != right.Column.Info.Kind)
        {
            return null;
        }

        return new Compare(left, part.IsSame ? Relation.Equal : Relation.NotEqual, right);
    }

    /// <summary>A column beside the same column of the one that a key refers to.</summary>
    public Filter? Beside(RoleComparePart part, TableNode from, TableNode? focus) =>
        part.Role.Role is { } role && role.Many == from && scene.Column(part.Column, from, null, focus) is { } column
            && (column.Table == role.One || (column.Table == from && role.IsSelfReference))
            ? new Compare(Scene.Use(column, part.At), part.Relation, new ColumnUse(column, new EntityRef(role.One, role)) { At = part.At })
            : null;

    private ColumnUse? Held(OperandPart part, TableNode from) => part switch
    {
        EntityPart { Name.Role: { ManyColumns: [var key] } role } when role.Many == from => Scene.Use(key, part.At),
        AttributePart attribute when scene.Column(attribute, from) is { } column && scene.Reach.ToOne(from, column.Table) is not null =>
            scene.UseFrom(from, column, part.At, attribute.Name.Role),
        _ => null,
    };

    /// <summary>What the column is compared with: a figure of it over some rows, or over those that are like the one in question.</summary>
    private Expression? Yard(YardstickPart part, ColumnNode column, Relation relation)
    {
        if (part.Of is AttributePart of && scene.Column(of, column.Table) != column)
        {
            return null;
        }

        var function = part is { Function: Function.Maximum } && relation is Relation.Less or Relation.LessOrEqual ? Function.Minimum : part.Function;
        var within = part.Among is { } among ? Among(among, column.Table) : null;
        var alike = part.Alike is { } shared ? Shared(shared, column.Table) : [];
        if ((part.Among is not null && within is null) || alike is null)
        {
            return null;
        }

        Expression figure = new Overall(function, Scene.Use(column, part.At), within == FilterAssembly.Nothing ? null : within) { At = part.At, Alike = alike };
        return part.Times == 1 ? figure : new Arithmetic(Operator.Times, figure, new NumberConstant(part.Times)) { At = part.At };
    }

    /// <summary>The rows of a table that are meant by a thing; null where it says nothing of them.</summary>
    private Filter? Among(EntityPart among, TableNode table)
    {
        var things = scene.Table(among);
        var said = among.Where.Select(w => filters.Of(w, table, table)).ToList();
        return said.Contains(null) || (things != table && said.Count == 0) ? null : FilterAssembly.Joined(said) ?? FilterAssembly.Nothing;
    }

    private List<ColumnUse>? Shared(OperandPart part, TableNode table) => part switch
    {
        AttributePart attribute when scene.Column(attribute, table) is { } column && column.Table == table => [Scene.Use(column, part.At)],
        AttributePart attribute when scene.Column(attribute, table) is { } column => KeyTo(column.Table, table, part.At),
        EntityPart { Where.Count: 0 } entity => KeyTo(scene.Table(entity), table, part.At),
        _ => null,
    };

    private List<ColumnUse>? KeyTo(TableNode thing, TableNode table, Span at) =>
        scene.KeysTo(table, thing) is [{ ManyColumns: var columns } key] && key.Many == table ? [.. columns.Select(c => Scene.Use(c, at))] : null;

    private static Relation Degree(bool isMore, bool isOrEqual = false) =>
        isMore ? isOrEqual ? Relation.GreaterOrEqual : Relation.Greater : isOrEqual ? Relation.LessOrEqual : Relation.Less;

    private ColumnNode? Amount(TableNode table, Span at, AmountUnit unit = AmountUnit.Other)
    {
        var amounts = MeasureChoice.Amounts(table, scene).ToList();
        var amount = scene.Choices.Pick($"amount {at.First}", at, amounts, c => c.ToString());

        // What an order comes to is the amount that it is known by; customers "over 65" are not those who paid more.
        var isKnownBy = unit == AmountUnit.Money || (unit == AmountUnit.None && !scene.IsOfPeople(table));
        scene.Choices.Doubt(isKnownBy && amounts.Exists(a => a.Column == amount && a.Score >= Sure && MeasureChoice.IsCalledAmount(a.Column)) ? 1 : Unnamed);
        return amount;
    }

    private Filter? Reached(TableNode from, ColumnNode column, Filter filter) => FilterAssembly.Reaching(scene, from, column.Table, filter);
}
