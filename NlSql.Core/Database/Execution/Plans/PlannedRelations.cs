using NlSql.Core.Sql.Names;
using Npgsql;

namespace NlSql.Core.Database.Execution.Plans;

/// <summary>What has to be known of the relations of a plan to count the rows that its scans read.</summary>
internal sealed record PlannedRelations(IReadOnlyDictionary<RelationName, RelationSize> Sizes, IReadOnlyDictionary<RelationName, IndexFacts> Indexes)
{
    /// <summary>Asks for tables that are read whole under a filter and for indexes with a filter behind them; nothing where there are none.</summary>
    /// <param name="askAsync">Sends all of it together, and gives each question its rows.</param>
    public static async Task<PlannedRelations> ReadAsync(PlanNode plan, Func<IReadOnlyList<PlanQuestion>, Task> askAsync)
    {
        var filtered = plan.All().Where(node => node is { Relation: not null, Filter: not null }).ToList();
        var whole = filtered.Where(node => !node.HasIndexCondition).Select(node => node.Relation!).Distinct().ToList();
        var indexed = filtered.Where(node => node is { HasIndexCondition: true, Index: not null }).Select(node => node.Index!).Distinct().ToList();
        Dictionary<RelationName, RelationSize> sizes = [];
        Dictionary<RelationName, IndexFacts> indexes = [];
        List<PlanQuestion> questions = [];
        if (whole.Count > 0)
        {
            questions.Add(new PlanQuestion(RelationSize.Sql, whole, row => sizes[NameIn(row)] = RelationSize.Read(row)));
        }

        if (indexed.Count > 0)
        {
            questions.Add(new PlanQuestion(IndexFacts.Sql, indexed, row => indexes[NameIn(row)] = IndexFacts.Read(row)));
        }

        await askAsync(questions).ConfigureAwait(false);
        return new PlannedRelations(sizes, indexes);
    }

    private static RelationName NameIn(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1));
}

/// <summary>A question to the catalogs about relations.</summary>
/// <param name="Sql">Takes schemas and names as its two parameters, arrays that belong together.</param>
/// <param name="Take">Given each row that there is.</param>
internal sealed record PlanQuestion(string Sql, IReadOnlyCollection<RelationName> Names, Action<NpgsqlDataReader> Take)
{
    /// <summary>As the server is asked.</summary>
    public NpgsqlBatchCommand Command() => new(Sql)
    {
        Parameters =
        {
            new NpgsqlParameter { Value = Names.Select(name => name.Schema).ToArray() },
            new NpgsqlParameter { Value = Names.Select(name => name.Name).ToArray() },
        },
    };
}
