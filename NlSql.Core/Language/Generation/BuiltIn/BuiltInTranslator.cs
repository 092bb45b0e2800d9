using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Generation.BuiltIn.Declining;
using NlSql.Core.Language.Generation.BuiltIn.Languages;
using NlSql.Core.Language.Generation.BuiltIn.Scoring;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn;

/// <summary>
/// Writes SQL without a model. A question is read as a whole; where no reading of the whole is sure, readers of single statements are asked. Deterministic;
/// says what it took each word for, and declines rather than guesses.
/// </summary>
public sealed class BuiltInTranslator : ISqlGenerator
{
    /// <summary>What readers are so sure of goes on from what was said before as they read it, and is taken as it is where no whole reading is sure.</summary>
    private const double SureOfReaders = 0.865;

    /// <summary>What they are less sure of is not said where no whole reading bears it out.</summary>
    private const double LeastOfReaders = 0.85;

    /// <summary>Words and signs of a question. Each can be read in several ways, and ways multiply; nobody asks in so many what can be answered.</summary>
    private const int MostTokens = 400;

    /// <summary>UTF-16 characters of a question before; a longer one was declined and says nothing that the next goes on from.</summary>
    private const int LongestBefore = 5_000;

    private readonly QuestionPreparation preparation;
    private readonly Composer composer;
    private readonly ReaderTranslator readers;
    private readonly DeclineDetails details;
    private readonly ConversationReader conversations;

    /// <summary>Words and grammar are compiled in; nothing is read from disk.</summary>
    /// <param name="clock">Says what today is and when weeks and fiscal years begin.</param>
    /// <param name="glossary">Terms of the site; none unless given.</param>
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
        conversations = new ConversationReader(composer, preparation.Tokenizer);
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
        return RewordedRequest.Of(request) is { } reworded
            ? reworded.InUsersWords(Read(reworded.Request, cancellationToken))
            : Read(request, cancellationToken);
    }

    private SqlDraft Read(GenerationRequest request, CancellationToken cancellationToken)
    {
        request = request with { History = [.. request.History.Where(t => t.Question.Length <= LongestBefore)] };
        var question = preparation.Prepare(request, cancellationToken);
        if (question.Schema.Tables.Count == 0)
        {
            return Verdict.Empty(Name);
        }

        if (question.Tokens.Count > MostTokens)
        {
            return Verdict.TooManyWords(Name, MostTokens);
        }

        if (preparation.WriteVerb(question) is { } verb)
        {
            return Verdict.AsksToWrite(Name, verb);
        }

        var (draft, composed) = Answer(request, question, cancellationToken);
        if (request.AnswerAlways || draft.Declined is not { } declined)
        {
            return draft;
        }

        if (request.History.Any(t => !t.IsAnswered) && request.History.Any(t => t.IsAnswered))
        {
            // What was declined said nothing that this question goes on from: it may go on from what was answered before.
            var again = Read(request with { History = [.. request.History.Where(t => t.IsAnswered)] }, cancellationToken);
            return again.Declined is null ? again : draft;
        }

        return draft with { Declined = details.Of(declined, composed?.Likeliest, question.Schema, Found(request, question), IsAnswered) };

        bool IsAnswered(string example)
        {
            var alone = request with { Question = example, History = [], Instructions = null, AnswerAlways = false, Schema = RetrievedSchema.Empty };
            return Answer(alone, preparation.Alone(example, question), cancellationToken).Draft is { Sql: not null, NotUnderstood.Count: 0, Notes.Count: 0 };
        }
    }

    /// <summary>The draft, and what reading the question as a whole came to; null where that was not tried.</summary>
    private (SqlDraft Draft, Compositions? Composed) Answer(GenerationRequest request, PreparedQuestion question, CancellationToken cancellationToken)
    {
        var said = conversations.Of([.. request.History.Select(t => t.Question)], preparation.Defined(request), request.Instructions);
        if (said is { Leans: true } && Together(said) is { } changed)
        {
            return (changed, null);
        }

        var (read, isOdd) = readers.Translate(request, question, cancellationToken);
        isOdd |= MergedPeriods.HaveSides(question.Tokens);
        var isStored = StoredMeasures.AreNamed(question.Tokens, question.Schema);
        var areBest = isStored || request.History.Count > 0;
        var isSure = !isOdd && read.Sql is not null && read.Confidence >= (areBest ? LeastOfReaders : SureOfReaders);
        if (said is { Asked.NeedsBefore: true } && !request.AnswerAlways
            && (question.Text == preparation.Defined(request) || !isSure || read.NotUnderstood.Count > 0))
        {
            return (Unplaced(read), null);
        }

        List<string> notApplied = said is { Instructions: { Count: > 0 } left } ? [$"Not applied of the instructions: {string.Join("; ", left)}."] : [];
        read = read with { Notes = [.. notApplied, .. read.Notes] };

        // Readers of single statements do not set periods against each other, and pass over words of some kinds, however sure they are.
        var saysMore = OwnWords.In(question.Tokens, question.Schema) || (!isStored && MergedPeriods.AreCompared(question.Tokens));
        if (read.Clarify is not null || (isSure && areBest && !saysMore))
        {
            return (read, null);
        }

        // A follow-up that only ranks is completed by the readers: its words alone say nothing.
        var composed = question.Rank is null ? composer.Compose(question.Tokens, question.Schema, preparation.Clock, cancellationToken) : Compositions.None;
        if (composed.Best is { IsSure: true } best)
        {
            var draft = ComposedDraft.Of(Name, best, question.Text, question.Tokens, question.Schema, preparation.Lexicon);
            return (draft with { Notes = [.. notApplied, .. draft.Notes] }, composed);
        }

        if (isSure)
        {
            return (read, composed);
        }

        // What a whole reading does not bear out was wrong four times out of five on schemas that were not in view.
        var isGuess = isOdd || (read.Confidence < LeastOfReaders && question.Text == request.Question);
        return said is { Leans: false } && Together(said) is { } together ? (together, composed)
            : (isGuess && read.Sql is not null && !request.AnswerAlways ? Unsure(read, composed.Best) : read, composed);

        SqlDraft? Together(SaidTogether turns) => conversations.Draft(turns, Name, question.Schema, preparation.Clock, cancellationToken);
    }

    private static SqlDraft Unplaced(SqlDraft draft) => draft with
    {
        Sql = null,
        Notes = [],
        Clarify = null,
        Declined = new Decline("It could not be told what this changes of the question before; ask it in full.", draft.NotUnderstood),
    };

    /// <summary>Tables that retrieval found, best first.</summary>
    private static IEnumerable<TableNode> Found(GenerationRequest request, PreparedQuestion question) =>
        request.Schema.Tables.Select(f => question.Schema.Tables.FirstOrDefault(t => t.Info.Name == f.Table.Name)).OfType<TableNode>();

    /// <summary>Says how the question was read rather than answering by it.</summary>
    private static SqlDraft Unsure(SqlDraft draft, Composition? composed) => draft with
    {
        Sql = null,
        Confidence = composed is null ? null : ComposedDraft.ConfidenceOf(composed.Score),
        Notes = [],
        Declined = new Decline(
            draft.NotUnderstood.Count > 0 ? $"Not understood: {string.Join(", ", draft.NotUnderstood)}."
            : composed is not null ? "No reading of the question is sure enough to answer by; ask it in the words of the tables and columns."
            : "The question was probably not understood in full; ask it in fewer words or in parts.",
            draft.NotUnderstood),
    };
}
