using NlSql.Core.Foundation.Clock;
using NlSql.Core.Language.Generation.BuiltIn.Intent;
using NlSql.Core.Language.Generation.BuiltIn.Intent.Shapes;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Generation.BuiltIn.Scoring;
using NlSql.Core.Language.Generation.BuiltIn.Soundness;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn;

/// <summary>
/// Translates with readers that each look for one kind of statement and use up its words: what is asked when no reading of the whole question is sure.
/// </summary>
internal sealed class ReaderTranslator(QuestionPreparation preparation)
{
    private readonly Lexicon lexicon = preparation.Lexicon;

    public ReaderTranslator(SessionClock clock, WordKnowledge knowledge)
        : this(new QuestionPreparation(clock, knowledge, null))
    {
    }

    /// <summary>Answers or declines any question.</summary>
    /// <exception cref="OperationCanceledException">The caller has lost interest.</exception>
    public SqlDraft Translate(GenerationRequest request, CancellationToken cancellationToken)
    {
        var question = preparation.Prepare(request, cancellationToken);
        return question.Schema.Tables.Count == 0 ? Verdict.Empty(GeneratorNames.BuiltIn)
            : preparation.WriteVerb(question) is { } verb ? Verdict.AsksToWrite(GeneratorNames.BuiltIn, verb)
            : Translate(request, question, cancellationToken).Draft;
    }

    /// <summary>The draft, and whether its plan is one that nobody asks for.</summary>
    public (SqlDraft Draft, bool IsOdd) Translate(GenerationRequest request, PreparedQuestion question, CancellationToken cancellationToken)
    {
        var (schema, tokens) = (question.Schema, question.Tokens);
        var given = question.Text == request.Question ? GivenValues(request, tokens, schema) : [];
        var (context, plan) = Plan(tokens, schema, given, question.Rank, question.Dates, cancellationToken);
        if (plan is null && preparation.Connected(schema) is { } connected)
        {
            var again = Plan(tokens, connected, given, question.Rank, question.Dates, cancellationToken);
            (context, plan) = again.Plan is null ? (context, plan) : again;
        }

        var draft = Verdict.Of(GeneratorNames.BuiltIn, context, plan, question.Text, tokens, request.AnswerAlways);
        var isOdd = plan is not null && (OddPlans.In(plan, tokens, lexicon) || UnnamedLists.In(plan, tokens, schema)
            || (MergedPeriods.AreCompared(tokens) && MergedPeriods.In(plan)));
        return (draft, isOdd);
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
        var restatement = Restatement.Of(IntentParser.Condense(linked, lexicon), schema, lexicon);
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
