using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>
/// Values of a column that two tables have under one name: "countries with customers but no suppliers" are those of customers that no supplier has,
/// whatever keys lead from customers to suppliers.
/// </summary>
internal sealed class SharedColumn(Scene scene, FilterAssembly filters)
{
    private const double Alike = 0.15;

    /// <summary>Of which list those that lack something are taken is not said.</summary>
    private const double Untold = 0.9;

    /// <summary>Null where no such column is asked for.</summary>
    public SetAnswer? Of(Sentence sentence)
    {
        if (sentence.Shows is not [AttributePart { Owner: null } shown] || sentence.Best is not null || sentence.Limit is not null
            || sentence.By.Count + sentence.Orders.Count > 0)
        {
            return null;
        }

        var sides = sentence.Filters.SelectMany(f => f is AllPart all ? all.Parts : [f]).Select(f => Side(f, shown)).ToList();
        if (sides.Contains(null))
        {
            return null;
        }

        return sides switch
        {
            [{ IsDenied: false } a, { } b] when a.Column.Table != b.Column.Table && Frame(a) is { } left && Frame(b) is { } right =>
                new SetAnswer(left, b.IsDenied ? SetOperator.Except : SetOperator.Intersect, right),
            [{ IsDenied: true } only] when Other(shown, only.Column) is { } other && Frame(only) is { } lacking =>
                new SetAnswer(All(other), SetOperator.Except, lacking),
            _ => null,
        };
    }

    private ListSide? Side(FilterPart part, AttributePart shown) => part switch
    {
        NotPart { Inner: ExistsPart exists } => Side(exists, shown) is { } side ? side with { IsDenied = true } : null,
        ExistsPart { Count: null, Related: var related } when scene.Table(related) is var table
            && Columns(shown).FirstOrDefault(c => c.Table == table) is { } column => new ListSide(related, column, IsDenied: false),
        _ => null,
    };

    private static IEnumerable<ColumnNode> Columns(AttributePart shown) =>
        shown.Name.Columns.Where(c => c.Score >= shown.Name.Columns[0].Score - Alike && !c.Node.IsKey).Select(c => c.Node);

    private ColumnNode? Other(AttributePart shown, ColumnNode than)
    {
        scene.Choices.Doubt(Untold);
        return Columns(shown).FirstOrDefault(c => c.Table != than.Table && !c.IsForeignKey);
    }

    private QueryFrame? Frame(ListSide side)
    {
        var said = side.Things.Where.Select(w => filters.Of(w, side.Column.Table, side.Column.Table)).ToList();
        return said.Contains(null) ? null : All(side.Column, said);
    }

    private static QueryFrame All(ColumnNode column, params IEnumerable<Filter?> said) => new()
    {
        Grain = Scene.Ref(column.Table),
        Show = [Scene.Use(column)],
        Where = FilterAssembly.Joined([.. said, column.Info.IsNullable ? new Not(new IsEmpty(Scene.Use(column))) : null]),
        IsDistinct = true,
    };

    private sealed record ListSide(EntityPart Things, ColumnNode Column, bool IsDenied);
}
