using System.Text.RegularExpressions;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;

namespace NlSql.Core.Language.Generation.BuiltIn.Scoring;

/// <summary>Turns of a conversation that are read as one question.</summary>
/// <param name="Turns">The question that stands alone first; what instructions say of it last.</param>
/// <param name="Asked">The one that is asked now.</param>
/// <param name="Text">All of them, one after the other.</param>
internal sealed record SaidTogether(IReadOnlyList<TurnWords> Turns, TurnWords Asked, string Text)
{
    /// <summary>What the first of them asked; null when that is the question itself.</summary>
    public string? First { get; init; }

    /// <summary>Sentences of the instructions that change what is asked.</summary>
    public IReadOnlyList<string> Instructions { get; init; } = [];

    /// <summary>Something is said that changes what was said before it.</summary>
    public bool Leans => Asked.Leans || Instructions.Count > 0;
}

/// <summary>
/// Reads a question together with those before that it changes, and with instructions that change it: the frame is kept, and what is said takes its place
/// in it.
/// </summary>
internal sealed partial class ConversationReader(Composer composer, Tokenizer tokenizer)
{
    /// <summary>
    /// What changes a question is short, and function words weigh much in it: a reading that scores less than a whole question has to is sure enough.
    /// </summary>
    private const double Least = 0.95;
    private const int MostInstructions = 4;
    private readonly TurnReader reader = new(tokenizer, FollowUpTable.English);

    /// <summary>What belongs together: back to the last question that stands alone. Null when the question is all there is.</summary>
    /// <param name="earlier">Oldest first.</param>
    public SaidTogether? Of(IReadOnlyList<string> earlier, string question, string? instructions)
    {
        List<string> said = instructions is null ? []
            : [.. Sentences().Split(instructions).Select(s => s.Trim()).Where(s => s.Length > 0 && reader.Read(s).Leans).Take(MostInstructions)];
        if (earlier.Count == 0 && said.Count == 0)
        {
            return null;
        }

        var first = Math.Max(0, earlier.Count - 1);
        while (first > 0 && reader.Read(earlier[first]).Leans)
        {
            first--;
        }

        List<string> before = [.. earlier.Skip(first)];
        var turns = reader.Read([.. before, question, .. said], out var text);
        return new SaidTogether(turns, turns[before.Count], text) { First = before.FirstOrDefault(), Instructions = said };
    }

    /// <summary>Null when no reading of them together is sure.</summary>
    /// <exception cref="OperationCanceledException">The caller has lost interest.</exception>
    public SqlDraft? Draft(SaidTogether said, string generator, SchemaModel schema, SessionClock clock, CancellationToken cancellationToken)
    {
        if (composer.Compose(said.Turns, schema, clock, cancellationToken).Best is not { Score: >= Least } best)
        {
            return null;
        }

        var draft = ComposedDraft.Of(generator, best, said.Text, [.. said.Turns.SelectMany(t => t.Tokens)], schema, composer.Lexicon);
        return draft with
        {
            Understood =
            [
                .. draft.Understood,
                .. said.First is { } first ? [new Understanding("", $"asked together with: {first}", [])] : (Understanding[])[],
                .. said.Instructions.Select(i => new Understanding("", $"instructed: {i}", [])),
            ],
        };
    }

    [GeneratedRegex(@"\r?\n|[.;]\s+|[.;]$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Sentences();
}
