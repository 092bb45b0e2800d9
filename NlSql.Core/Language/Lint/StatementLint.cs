using Microsoft.Extensions.Logging;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Caching;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Lint.Reading;
using NlSql.Core.Language.Lint.Rules;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Lint;

/// <summary>
/// Looks at approved statements as an experienced colleague would: for what runs without an error and answers something else. By the tree and the schema
/// model alone; the database is not asked.
/// </summary>
public sealed partial class StatementLint
{
    private static readonly ILintRule[] All =
    [
        new FanOutRule(), new ChasmRule(), new JoinWithoutKeyRule(), new NotInRule(), new IntegerDivisionRule(), new LastDayRule(), new ValueRule(),
        new LimitRule(), new GroupByNameRule(), new CountNullsRule(), new OtherDateRule(), new NotInForceRule(),
    ];

    private const int Kept = 64;

    private readonly LruCache<(SchemaCatalog Catalog, string Sql, string SearchPath, string Question), IReadOnlyList<LintWarning>> recent = new(Kept);
    private readonly WordKnowledge knowledge;
    private readonly SiteFacts site;
    private readonly ILogger<StatementLint> log;
    private readonly IReadOnlyList<ILintRule> rules;

    /// <param name="rules">Null for all that there are.</param>
    internal StatementLint(WordKnowledge knowledge, SiteFacts site, ILogger<StatementLint> log, IReadOnlyList<ILintRule>? rules = null)
    {
        this.knowledge = knowledge;
        this.site = site;
        this.log = log;
        this.rules = rules ?? All;
    }

    /// <summary>
    /// What there is to say of a statement that the guard has approved; most often nothing. The schema's graph is built where nobody has yet.
    /// </summary>
    /// <param name="sql">As it was typed or drafted.</param>
    /// <param name="catalog">Of the database that it reads.</param>
    /// <param name="searchPath">For names without a schema.</param>
    /// <param name="question">What it answers; null when nobody asked in words.</param>
    public IReadOnlyList<LintWarning> Check(string sql, SchemaCatalog catalog, IReadOnlyList<string> searchPath, string? question = null)
    {
        // A draft is looked at again when it is run.
        var key = (catalog, sql, string.Join('\0', searchPath), question ?? "");
        if (!recent.TryGet(key, out var warnings))
        {
            warnings = Look(sql, catalog, searchPath, question, new LookSteps(LookSteps.Usual));
            recent.Set(key, warnings);
        }

        return warnings;
    }

    /// <summary>The statement's tree and what its names stand for; null where it is no query.</summary>
    /// <param name="steps">How many may be taken; null for as many as it takes.</param>
    internal (ParseNode Statement, StatementReading Reading)? Read(
        string sql, SchemaCatalog catalog, IReadOnlyList<string> searchPath, LookSteps? steps = null)
    {
        var graph = SchemaGraph.Of(catalog, knowledge.Dictionary, site);
        return StatementReader.ReadOne(sql) is { } statement ? (statement, StatementReading.Of(statement, name => Find(name, graph, searchPath), steps)) : null;
    }

    /// <summary>As <see cref="Check"/>, without what was found before. It ends with what is found in so many <paramref name="steps"/>.</summary>
    internal IReadOnlyList<LintWarning> Look(string sql, SchemaCatalog catalog, IReadOnlyList<string> searchPath, string? question, LookSteps steps)
    {
        List<LintWarning> said = [];
        try
        {
            if (Read(sql, catalog, searchPath, steps) is not var (statement, reading))
            {
                return [];
            }

            // What was typed as SQL asks nothing in words.
            var asked = question is null || StatementReader.ReadOne(question) is not null ? null : question;
            var item = new LintCase(statement, reading, SchemaGraph.Of(catalog, knowledge.Dictionary, site), asked);
            foreach (var rule in rules)
            {
                Say(rule, item, said);
            }
        }
        catch (Exception end) when (end is InsufficientExecutionStackException or LookTooLongException)
        {
            // What was found until then is as true as it would be beside the rest.
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            LogReading(log, fault);
        }

        return [.. said.DistinctBy(warning => (warning.Rule, warning.Message))];
    }

    /// <summary>A rule that has a fault says nothing; the others speak all the same, and the statement runs.</summary>
    private void Say(ILintRule rule, LintCase item, List<LintWarning> said)
    {
        var before = said.Count;
        try
        {
            foreach (var warning in rule.Check(item))
            {
                said.Add(warning);
            }
        }
        catch (Exception fault) when (fault is not (OutOfMemoryException or InsufficientExecutionStackException or LookTooLongException))
        {
            LogRule(log, fault, rule.GetType().Name);
            said.RemoveRange(before, said.Count - before);
        }
    }

    private static TableNode? Find(ParseNode relation, SchemaGraph graph, IReadOnlyList<string> searchPath)
    {
        var name = relation.Text("relname");
        return relation.Has("schemaname")
            ? graph.Find(new RelationName(relation.Text("schemaname"), name))
            : searchPath.Select(schema => graph.Find(new RelationName(schema, name))).FirstOrDefault(table => table is not null);
    }

    [LoggerMessage(4200, LogLevel.Error, "{Rule} failed on a statement and says nothing of it")]
    private static partial void LogRule(ILogger log, Exception fault, string rule);

    [LoggerMessage(4201, LogLevel.Error, "A statement could not be read for warnings")]
    private static partial void LogReading(ILogger log, Exception fault);
}
