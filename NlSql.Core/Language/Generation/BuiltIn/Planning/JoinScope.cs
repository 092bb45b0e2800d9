using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Planning;

/// <summary>The tables of one SELECT: joins further ones along keys and hands out references to their columns.</summary>
internal sealed class JoinScope
{
    private readonly SchemaGraph graph;
    private readonly RelationalPlan plan;
    private readonly HashSet<string> aliases;
    private readonly Dictionary<TableNode, TableReference> tables = [];

    public JoinScope(SchemaGraph graph, RelationalPlan plan, TableNode root, HashSet<string> aliases)
    {
        this.graph = graph;
        this.plan = plan;
        this.aliases = aliases;
        plan.From = Add(root);
        Root = root;
    }

    /// <summary>The table after FROM.</summary>
    public TableNode Root { get; }

    public IReadOnlyCollection<TableNode> Tables => tables.Keys;

    public bool Contains(TableNode table) => tables.ContainsKey(table);

    public TableReference this[TableNode table] => tables[table];

    /// <summary>Null when no keys lead there.</summary>
    public IReadOnlyList<JoinStep>? PathTo(TableNode table) => graph.Path(tables.Keys, table);

    /// <summary>Joins everything up to <paramref name="table"/>; false when no keys lead there.</summary>
    public bool Join(TableNode table)
    {
        var path = PathTo(table);
        if (path is null)
        {
            return false;
        }

        foreach (var step in path)
        {
            Join(step);
        }

        return true;
    }

    public void Join(JoinStep step)
    {
        if (!tables.ContainsKey(step.To))
        {
            var to = Add(step.To);
            plan.Joins.Add(new PlannedJoin(to, On(step.Edge, tables[step.From], to), tables[step.From], step.Edge));
        }
    }

    public ColumnExpression Column(ColumnNode column) => new(tables[column.Table], column);

    /// <summary>The column to be computed with.</summary>
    public SqlExpression Figure(ColumnNode column) => column.IsMoney ? new CastExpression(Column(column), "numeric") : Column(column);

    /// <summary>The equalities of a key between two references.</summary>
    public static SqlExpression On(KeyEdge edge, TableReference from, TableReference to)
    {
        var (many, one) = from.Table == edge.Many ? (from, to) : (to, from);
        var parts = edge.ManyColumns.Zip(edge.OneColumns, (m, o) =>
        {
            SqlExpression left = new ColumnExpression(many, m);
            SqlExpression right = new ColumnExpression(one, o);
            return (SqlExpression)new BinaryExpression("=", left, right);
        }).ToList();
        return parts.Count == 1 ? parts[0] : new LogicExpression("AND", parts);
    }

    private TableReference Add(TableNode table)
    {
        var alias = table.Name;
        for (var n = 2; !aliases.Add(alias); n++)
        {
            alias = $"{table.Name}_{n}";
        }

        return tables[table] = new TableReference(table, alias);
    }
}
