namespace NlSql.Core.Sql.Guarding.Rules;

/// <summary>Names of the WITH queries that are visible at one place of a statement.</summary>
internal sealed class CommonTables
{
    private readonly CommonTables? outer;
    private readonly string name;

    private CommonTables(CommonTables? outer, string name)
    {
        this.outer = outer;
        this.name = name;
    }

    public static CommonTables None { get; } = new(null, "");

    public CommonTables With(string cte) => new(this, cte);

    public bool Contains(string relation)
    {
        for (var here = this; here.outer is not null; here = here.outer)
        {
            if (string.Equals(here.name, relation, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
