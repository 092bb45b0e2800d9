using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Rules;

/// <summary>The WITH queries that are visible at one place of a statement.</summary>
internal sealed class CommonTables
{
    private readonly CommonTables? outer;
    private readonly ParseNode? cte;

    private CommonTables(CommonTables? outer, ParseNode? cte)
    {
        this.outer = outer;
        this.cte = cte;
    }

    public static CommonTables None { get; } = new(null, null);

    public CommonTables With(ParseNode cte) => new(this, cte);

    /// <summary>The innermost of that name; null when there is none.</summary>
    public ParseNode? Find(string relation)
    {
        for (var here = this; here.outer is not null; here = here.outer)
        {
            if (string.Equals(here.cte!.Text("ctename"), relation, StringComparison.Ordinal))
            {
                return here.cte;
            }
        }

        return null;
    }
}
