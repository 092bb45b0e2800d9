using Npgsql;

namespace NlSql.Core.Database.Execution.Plans;

/// <summary>
/// What the planner knows of an index and its table, so that the rows which an index finds can be told from a scan's cost: the plan itself
/// says only how many are left of them after the filter.
/// </summary>
/// <param name="Rows">Rows of the table.</param>
/// <param name="TablePages">Pages of the table.</param>
/// <param name="IndexPages">Pages of the index.</param>
/// <param name="Correlation">-1 to 1: how far the table lies in the index's order; 0 when the statistics may not be read.</param>
/// <param name="Visible">0 to 1: the part of the table that an index-only scan need not visit.</param>
/// <param name="Costs">The server's prices.</param>
internal sealed record IndexFacts(double Rows, double TablePages, double IndexPages, double Correlation, double Visible, PlannerCosts Costs)
{
    /// <summary>Halvings of the range until less than a row is left of a table of 10^12.</summary>
    private const int Steps = 40;

    /// <summary>Of indexes by schema and name.</summary>
    public const string Sql = """
        SELECT n.nspname, c.relname, greatest(t.reltuples, 1)::float8, greatest(t.relpages, 1)::float8, greatest(c.relpages, 1)::float8,
               coalesce(s.correlation, 0)::float8 * CASE WHEN i.indnkeyatts > 1 THEN 0.75 ELSE 1 END,
               t.relallvisible::float8 / greatest(t.relpages, 1),
               pg_catalog.current_setting('random_page_cost')::float8, pg_catalog.current_setting('seq_page_cost')::float8,
               pg_catalog.current_setting('cpu_tuple_cost')::float8 + pg_catalog.current_setting('cpu_index_tuple_cost')::float8
                   + 2 * pg_catalog.current_setting('cpu_operator_cost')::float8
        FROM unnest($1::text[], $2::text[]) AS wanted (schema, name)
        JOIN pg_catalog.pg_namespace n ON n.nspname = wanted.schema
        JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = wanted.name
        JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
        JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
        LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
        LEFT JOIN pg_catalog.pg_stats s ON s.schemaname = n.nspname AND s.tablename = t.relname AND s.attname = a.attname AND NOT s.inherited
        """;

    /// <summary>What stands behind schema and name in a row of <see cref="Sql"/>.</summary>
    public static IndexFacts Read(NpgsqlDataReader row) => new(
        row.GetDouble(2),
        row.GetDouble(3),
        row.GetDouble(4),
        row.GetDouble(5),
        row.GetDouble(6),
        new PlannerCosts(row.GetDouble(7), row.GetDouble(8), row.GetDouble(9)));

    /// <summary>Rows that an index scan of this cost finds: at least <paramref name="least"/>, at most those of the table.</summary>
    /// <param name="cost">Of all rows of one run, in the planner's unit.</param>
    /// <param name="runs">Runs of the scan; they find pages in the cache that others have read.</param>
    /// <param name="isIndexOnly">True when pages that are visible to everybody are not read.</param>
    public double Found(double cost, double runs, bool isIndexOnly, double least)
    {
        var (low, high) = (Math.Min(least, Rows), Math.Max(least, Rows));
        for (var step = 0; step < Steps; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = Cost(middle, runs, isIndexOnly) < cost ? (middle, high) : (low, middle);
        }

        return Math.Max(least, low);
    }

    /// <summary>The planner's own sum for one run (src/backend/optimizer/path/costsize.c, cost_index).</summary>
    private double Cost(double found, double runs, bool isIndexOnly)
    {
        var indexPages = Math.Ceiling(found / Rows * IndexPages);
        var pages = Math.Ceiling(found / Rows * TablePages);
        var index = (runs > 1 ? Fetched(indexPages * runs, IndexPages) / runs : indexPages) * Costs.RandomPage;
        var scattered = Fetched(found * runs, TablePages) / runs * Costs.RandomPage;
        var inOrder = runs > 1
            ? Fetched(pages * runs, TablePages) / runs * Costs.RandomPage
            : Costs.RandomPage + (Math.Max(0, pages - 1) * Costs.SequentialPage);
        var table = scattered + (Correlation * Correlation * (inOrder - scattered));
        return index + (table * (isIndexOnly ? 1 - Visible : 1)) + (found * Costs.Row);
    }

    /// <summary>Pages that so many look-ups of a row read, each page once (Mackert and Lohman's formula, for a cache that holds them all).</summary>
    private static double Fetched(double lookUps, double pages) => Math.Min(pages, 2 * pages * lookUps / ((2 * pages) + lookUps));
}

/// <param name="RandomPage">random_page_cost.</param>
/// <param name="SequentialPage">seq_page_cost.</param>
/// <param name="Row">A row found by an index, taken from the table and tested.</param>
internal sealed record PlannerCosts(double RandomPage, double SequentialPage, double Row);
