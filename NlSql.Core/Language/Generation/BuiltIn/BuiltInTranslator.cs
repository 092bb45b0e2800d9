using System.Runtime.CompilerServices;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Generation.BuiltIn.Intent;
using NlSql.Core.Language.Generation.BuiltIn.Intent.Shapes;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn;

/// <summary>
/// Writes SQL without a model: tokens, links to the schema, a typed intent, a relational plan, SQL. Deterministic; says what it
/// took each word for, and declines rather than guesses.
/// </summary>
public sealed class BuiltInTranslator : ISqlGenerator
{
    /// <summary>Up to so many tables the whole catalog is linked against; beyond, the retrieved part.</summary>
    private const int WholeCatalogTables = 60;

    private readonly Lexicon lexicon;
    private readonly Tokenizer tokenizer;
    private readonly Definitions definitions;
    private readonly SessionClock clock;
    private readonly WordKnowledge knowledge;
    private readonly SiteFacts? facts;
    private readonly ConditionalWeakTable<SchemaCatalog, SchemaModel> models = [];

    public BuiltInTranslator(SessionClock clock, SiteGlossary? glossary = null)
        : this(clock, WordKnowledge.Plain with { Glossary = glossary ?? SiteGlossary.Empty })
    {
    }

    /// <param name="facts">What the site says of its tables.</param>
    internal BuiltInTranslator(SessionClock clock, WordKnowledge knowledge, SiteFacts? facts = null)
    {
        this.facts = facts;
        this.clock = clock;
        this.knowledge = knowledge;
        lexicon = Lexicon.EnglishWith(knowledge.HouseNames, clock.Calendar);
        tokenizer = new Tokenizer(lexicon);
        definitions = new Definitions(lexicon);
    }

    public string Name => GeneratorNames.BuiltIn;

    public IAsyncEnumerable<GenerationEvent> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        return Events().ToAsyncEnumerable();

        IEnumerable<GenerationEvent> Events()
        {
            var draft = Translate(request, cancellationToken);
            if (draft.Sql is { } sql)
            {
                yield return new SqlToken(sql);
            }

            yield return new SqlDrafted(draft);
        }
    }

    /// <summary>Answers or declines any question: it throws for nothing but <paramref name="cancellationToken"/>, which is asked at each word and each
    /// stage.</summary>
    /// <exception cref="OperationCanceledException">The caller has lost interest.</exception>
    public SqlDraft Translate(GenerationRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var schema = ModelOf(request);
        if (schema.Tables.Count == 0)
        {
            return Verdict.Empty(Name);
        }

        var dates = new DateExpressions(lexicon, clock);
        var (asked, rank) = WholeQuestion(request, dates, cancellationToken);
        var question = definitions.Apply(asked, request.Instructions);
        var tokens = tokenizer.Tokenize(question);
        if (tokens.FirstOrDefault(t => !lexicon.PoliteWords.Contains(t.Lower)) is { Kind: TokenKind.Word } verb && lexicon.WriteVerbs.Contains(verb.Lower))
        {
            return Verdict.AsksToWrite(Name, verb);
        }

        var given = question == request.Question ? GivenValues(request, tokens, schema) : [];
        var (context, plan) = Plan(tokens, schema, given, rank, dates, cancellationToken);
        if (plan is null && Connected(schema) is { } connected)
        {
            var again = Plan(tokens, connected, given, rank, dates, cancellationToken);
            (context, plan) = again.Plan is null ? (context, plan) : again;
        }

        return Verdict.Of(Name, context, plan, question, tokens, request.AnswerAlways);
    }

    private (ParseContext Context, RelationalPlan? Plan) Plan(
        IReadOnlyList<Token> tokens,
        SchemaModel schema,
        IReadOnlyList<(int First, int Count, KnownValue Value)> given,
        (int Count, bool IsBottom)? rank,
        DateExpressions dates,
        CancellationToken cancellationToken)
    {
        var linked = new Linker(lexicon, dates).Link(tokens, schema, [.. given.Where(g => schema.Tables.Contains(g.Value.Column.Table))], cancellationToken);
        var restatement = Restatement.Of(IntentParser.Condense(linked, lexicon), schema, lexicon, dates.Today);
        cancellationToken.ThrowIfCancellationRequested();
        var context = restatement.Parse();
        cancellationToken.ThrowIfCancellationRequested();
        var intent = context.Intent;
        if (rank is var (count, isBottom))
        {
            intent.Limit = count;
            intent.IsBottom = isBottom;
        }

        return (context, Planner.Plan(schema, intent));
    }

    /// <summary>
    /// The schema without relations that no key leads to: a summary that a word names may be of no use for what else is asked. Null when there
    /// are none.
    /// </summary>
    private SchemaModel? Connected(SchemaModel schema)
    {
        var tables = schema.Tables.Where(t => schema.Joins.EdgesOf(t).Count > 0).Select(t => t.Info.Name).ToHashSet();
        return tables.Count > 0 && tables.Count < schema.Tables.Count ? SchemaModel.Over(schema.Joins.Among(tables), lexicon, knowledge) : null;
    }

    /// <summary>Follow-ups of follow-ups build on what the earlier ones came to.</summary>
    private (string Question, (int Count, bool IsBottom)? Rank) WholeQuestion(
        GenerationRequest request,
        DateExpressions dates,
        CancellationToken cancellationToken)
    {
        var followUp = new FollowUp(lexicon, tokenizer, dates);
        var (whole, rank) = ("", ((int Count, bool IsBottom)?)null);
        foreach (var next in request.History.Select(t => t.Question).Append(request.Question))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (whole.Length > 0 && followUp.Rank(next, whole) is { } ranked)
            {
                rank = ranked;
                continue;
            }

            var completed = whole.Length > 0 ? followUp.Complete(next, whole) : next;
            rank = completed == next ? null : rank;
            whole = completed;
        }

        return (whole, rank);
    }

    private SchemaModel ModelOf(GenerationRequest request)
    {
        var graph = SchemaGraph.Of(request.Catalog, knowledge.Dictionary, facts);
        return request.Catalog.Tables.Count <= WholeCatalogTables || request.Schema.Tables.Count == 0
            ? models.GetValue(request.Catalog, _ => SchemaModel.Over(graph, lexicon, knowledge))
            : SchemaModel.Over(graph.Among([.. request.Schema.Tables.Select(t => t.Table.Name)]), lexicon, knowledge);
    }

    private static List<(int First, int Count, KnownValue Value)> GivenValues(GenerationRequest request, IReadOnlyList<Token> tokens, SchemaModel schema)
    {
        var result = new List<(int First, int Count, KnownValue Value)>();
        foreach (var link in request.Schema.ValueLinks)
        {
            var covered = tokens.Index().Where(t => t.Item.Start >= link.Start && t.Item.End <= link.Start + link.Length).Select(t => t.Index).ToList();
            if (covered.Count > 0 && schema.Find(link.Table, link.Column) is { } column)
            {
                result.Add((covered[0], covered.Count, new KnownValue(column, link.Value, link.Similarity)));
            }
        }

        return result;
    }
}
