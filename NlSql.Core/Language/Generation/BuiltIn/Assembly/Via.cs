using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>"orders of customers in France": the country is reached by way of the customers, though the way by the stores is no longer.</summary>
internal static class Via
{
    /// <param name="filter">Said of a thing that each row belongs to.</param>
    public static Filter Of(Filter filter, TableNode thing, Reach reach)
    {
        return filter switch
        {
            AllOf all => all with { Parts = [.. all.Parts.Select(p => Of(p, thing, reach))] },
            AnyOf any => any with { Parts = [.. any.Parts.Select(p => Of(p, thing, reach))] },
            Not not => not with { Inner = Of(not.Inner, thing, reach) },
            OneOf one => one with { Column = Use(one.Column) },
            Compare { Left: ColumnUse left } compare => compare with { Left = Use(left) },
            IsSet set => set with { Flag = Use(set.Flag) },
            IsEmpty empty => empty with { Column = Use(empty.Column) },
            _ => filter,
        };

        ColumnUse Use(ColumnUse use) => use.Of.Role is null && use.Column.Table != thing && Last(thing, use.Column.Table, reach) is { } key
            ? use with { Of = use.Of with { Role = key } }
            : use;
    }

    private static KeyEdge? Last(TableNode from, TableNode to, Reach reach) => reach.Way(from, to).TakeLast(2).ToList() is [var before, _]
        ? reach.EdgesOf(before).Where(e => e.Many == before && e.One == to && e.One != e.Many).ToList() is [var only] ? only : null
        : null;
}
