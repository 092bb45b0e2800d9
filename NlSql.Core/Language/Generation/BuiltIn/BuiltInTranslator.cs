using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Generation.BuiltIn.Declining;
using NlSql.Core.Language.Generation.BuiltIn.Scoring;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn;

/// <summary>
/// Writes SQL without a model. What readers of single statements are very sure of is taken; else the question is read as a whole. Deterministic; says what it
/// took each word for, and declines rather than guesses.
/// </summary>
public sealed class BuiltInTranslator : ISqlGenerator
{
    /// <summary>What the readers are so sure of is taken as they read it.</summary>
    private const double SureOfReaders = 0.865;

    private readonly QuestionPreparation preparation;
    private readonly Composer composer;
    private readonly ReaderTranslator readers;
    private readonly DeclineDetails details;

    public BuiltInTranslator(SessionClock clock, SiteGlossary? glossary = null)
        : this(clock, WordKnowledge.Plain with { Glossary = glossary ?? SiteGlossary.Empty })
    {
    }

    /// <param name="facts">What the site says of its tables.</param>
    internal BuiltInTranslator(SessionClock clock, WordKnowledge knowledge, SiteFacts? facts = null)
    {
        preparation = new QuestionPreparation(clock, knowledge, facts);
        composer = new Composer(preparation.Lexicon);
        readers = new ReaderTranslator(preparation);
        details = new DeclineDetails();
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
        var question = preparation.Prepare(request, cancellationToken);
        if (question.Schema.Tables.Count == 0)
        {
            return Verdict.Empty(Name);
        }

        if (preparation.WriteVerb(question) is { } verb)
        {
            return Verdict.AsksToWrite(Name, verb);
        }

        var (draft, composed) = Answer(request, question, cancellationToken);
        return draft.Declined is { } declined
            ? draft with { Declined = details.Of(declined, composed?.Likeliest, question.Schema, Found(request, question), IsAnswered) }
            : draft;

        bool IsAnswered(string example) => Answer(
            request with { Question = example, History = [], Instructions = null, AnswerAlways = false, Schema = RetrievedSchema.Empty },
            preparation.Alone(example, question),
            cancellationToken).Draft is { Sql: not null, NotUnderstood.Count: 0, Notes.Count: 0 };
    }

    /// <summary>The draft, and what reading the question as a whole came to; null where that was not tried.</summary>
    private (SqlDraft Draft, Compositions? Composed) Answer(GenerationRequest request, PreparedQuestion question, CancellationToken cancellationToken)
    {
        var (read, isOdd) = readers.Translate(request, question, cancellationToken);
        var isSure = !isOdd && read is { Sql: not null, Confidence: >= SureOfReaders };
        if (read.Clarify is not null || (isSure && !MergedPeriods.AreCompared(question.Tokens)))
        {
            return (read, null);
        }

        // Readers of single statements do not set periods against each other, however sure they are.
        // A follow-up that only ranks is completed by the readers: its words alone say nothing.
        var composed = question.Rank is null ? composer.Compose(question.Tokens, question.Schema, preparation.Clock, cancellationToken) : Compositions.None;
        if (composed.Best is { Score: >= Composer.Least } best && (!isSure || best.Read.ComparesPeriods))
        {
            return (ComposedDraft.Of(Name, best, question.Text, question.Tokens), composed);
        }

        return (isOdd && read.Sql is not null && !request.AnswerAlways ? Unsure(read, composed.Best) : read, composed);
    }

    /// <summary>Tables that retrieval found, best first.</summary>
    private static IEnumerable<TableNode> Found(GenerationRequest request, PreparedQuestion question) =>
        request.Schema.Tables.Select(f => question.Schema.Tables.FirstOrDefault(t => t.Info.Name == f.Table.Name)).OfType<TableNode>();

    /// <summary>Says how the question was read rather than answering by it.</summary>
    private static SqlDraft Unsure(SqlDraft draft, Composition? composed) => draft with
    {
        Sql = null,
        Notes = [],
        Declined = new Decline(
            draft.NotUnderstood.Count > 0 ? $"Not understood: {string.Join(", ", draft.NotUnderstood)}."
            : composed is not null ? "No reading of the question is sure enough to answer by; ask it in the words of the tables and columns."
            : "The question was probably not understood in full; ask it in fewer words or in parts.",
            draft.NotUnderstood),
    };
}
