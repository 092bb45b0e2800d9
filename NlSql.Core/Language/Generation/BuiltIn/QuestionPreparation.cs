using System.Runtime.CompilerServices;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn;

/// <summary>A question with all that it leaves unsaid because it was said before, cut into words, and the schema that it is asked of.</summary>
/// <param name="Rank">How many rows a follow-up wants, and from which end; null where none says so.</param>
internal sealed record PreparedQuestion(
    SchemaModel Schema,
    string Text,
    IReadOnlyList<Token> Tokens,
    (int Count, bool IsBottom)? Rank,
    DateExpressions Dates);

/// <summary>Completes follow-ups, applies definitions of the instructions, cuts the question into words. Safe to use from several threads.</summary>
internal sealed class QuestionPreparation
{
    /// <summary>Up to so many tables the whole catalog is linked against; beyond, the retrieved part.</summary>
    private const int WholeCatalogTables = 60;

    private readonly Definitions definitions;
    private readonly WordKnowledge knowledge;
    private readonly SiteFacts? facts;
    private readonly ConditionalWeakTable<SchemaCatalog, SchemaModel> models = [];
    private readonly ConditionalWeakTable<SchemaModel, Spelling> spellings = [];

    /// <param name="facts">What the site says of its tables.</param>
    public QuestionPreparation(SessionClock clock, WordKnowledge knowledge, SiteFacts? facts)
    {
        this.facts = facts;
        this.knowledge = knowledge;
        Clock = clock;
        Lexicon = Lexicon.EnglishWith(knowledge.HouseNames, clock.Calendar);
        Tokenizer = new Tokenizer(Lexicon);
        definitions = new Definitions(Lexicon);
    }

    public SessionClock Clock { get; }

    public Lexicon Lexicon { get; }

    public Tokenizer Tokenizer { get; }

    /// <exception cref="OperationCanceledException">The caller has lost interest.</exception>
    public PreparedQuestion Prepare(GenerationRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var dates = new DateExpressions(Lexicon, Clock);
        var (asked, rank) = WholeQuestion(request, dates, cancellationToken);
        var question = definitions.Apply(asked, request.Instructions);
        var schema = ModelOf(request);
        var spelling = spellings.GetValue(schema, s => new Spelling(s, knowledge.Dictionary, Tokenizer));
        return new PreparedQuestion(schema, question, spelling.Apply(Tokenizer.Tokenize(question)), rank, dates);
    }

    /// <summary>The question with what the instructions say that its terms mean.</summary>
    public string Defined(GenerationRequest request) => definitions.Apply(request.Question, request.Instructions);

    /// <summary>Another question of the same schema, which refers to nothing that was said.</summary>
    public PreparedQuestion Alone(string text, PreparedQuestion of) => of with { Text = text, Tokens = Tokenizer.Tokenize(text), Rank = null };

    /// <summary>The verb with which a question asks for a change of the data; null for one that asks for data.</summary>
    public Token? WriteVerb(PreparedQuestion question) =>
        question.Tokens.FirstOrDefault(t => !Lexicon.PoliteWords.Contains(t.Lower)) is { Kind: TokenKind.Word } verb && Lexicon.WriteVerbs.Contains(verb.Lower)
            ? verb
            : null;

    /// <summary>
    /// The schema without relations that no key leads to: a summary that a word names may be of no use for what else is asked. Null when there
    /// are none.
    /// </summary>
    public SchemaModel? Connected(SchemaModel schema)
    {
        var tables = schema.Tables.Where(t => schema.Joins.EdgesOf(t).Count > 0).Select(t => t.Info.Name).ToHashSet();
        return tables.Count > 0 && tables.Count < schema.Tables.Count ? SchemaModel.Over(schema.Joins.Among(tables), Lexicon, knowledge) : null;
    }

    /// <summary>Follow-ups of follow-ups build on what the earlier ones came to.</summary>
    private (string Question, (int Count, bool IsBottom)? Rank) WholeQuestion(
        GenerationRequest request,
        DateExpressions dates,
        CancellationToken cancellationToken)
    {
        var followUp = new FollowUp(Lexicon, Tokenizer, dates);
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
            ? models.GetValue(request.Catalog, _ => SchemaModel.Over(graph, Lexicon, knowledge))
            : SchemaModel.Over(graph.Among([.. request.Schema.Tables.Select(t => t.Table.Name)]), Lexicon, knowledge);
    }
}
