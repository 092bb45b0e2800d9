using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Retrieval;

namespace NlSql.Core.Language.Generation.BuiltIn.Languages;

/// <summary>
/// A conversation in which something was said in another language: the same request in words of the grammar's, and the way back from what is told of its
/// words to the words of the user.
/// </summary>
internal sealed class RewordedRequest
{
    private static readonly Rewording German = new(LanguageTable.German);
    private readonly List<RewordedQuestion> turns;

    private RewordedRequest(GenerationRequest request, List<RewordedQuestion> turns)
    {
        Request = request;
        this.turns = turns;
    }

    public GenerationRequest Request { get; }

    /// <summary>Null where everything was said in the grammar's language.</summary>
    public static RewordedRequest? Of(GenerationRequest request)
    {
        HashSet<string>? names = null;
        var turns = new List<RewordedQuestion>();
        var asked = German.Of(request.Question, w => IsValue(w) || IsName(w));
        var before = request.History.Select(turn => (Turn: turn, Said: German.Of(turn.Question, IsName))).ToList();
        turns.AddRange(new[] { asked }.OfType<RewordedQuestion>().Concat(before.Select(b => b.Said).Reverse().OfType<RewordedQuestion>()));
        if (turns.Count == 0)
        {
            return null;
        }

        return new RewordedRequest(
            request with
            {
                Question = asked?.Text ?? request.Question,
                History = [.. before.Select(b => b.Said is { } said ? b.Turn with { Question = said.Text } : b.Turn)],
                Schema = asked is null ? request.Schema : Moved(request.Schema, asked),
            },
            turns);

        bool IsName(SaidWord word) => (names ??= NamesOf(request.Catalog)).Contains(word.Text.ToLowerInvariant());

        bool IsValue(SaidWord word) => request.Schema.ValueLinks.Any(l =>
            l.Start <= word.Start && l.Start + l.Length >= word.End && string.Equals(l.Phrase, l.Value, StringComparison.OrdinalIgnoreCase));
    }

    public SqlDraft InUsersWords(SqlDraft draft)
    {
        var missing = InUsersWords(draft.NotUnderstood);
        return draft with
        {
            Understood = [.. draft.Understood.Select(u => u with { Phrase = InUsersWords(u.Phrase) })],
            NotUnderstood = missing,
            Declined = draft.Declined is not { } declined ? null : declined with
            {
                Reason = declined.Missing.Count == 0 ? declined.Reason
                    : declined.Reason.Replace(string.Join(", ", declined.Missing), string.Join(", ", InUsersWords(declined.Missing)), StringComparison.Ordinal),
                Missing = InUsersWords(declined.Missing),
                Nearest = [.. declined.Nearest.Select(n => n with { Word = InUsersWords(n.Word) })],
            },
        };
    }

    private List<string> InUsersWords(IReadOnlyList<string> phrases) => [.. phrases.Select(InUsersWords).Distinct()];

    private string InUsersWords(string phrase) => turns.Select(t => t.SaidFor(phrase)).FirstOrDefault(said => said is not null) ?? phrase;

    private static RetrievedSchema Moved(RetrievedSchema schema, RewordedQuestion asked) => schema with
    {
        ValueLinks = [.. schema.ValueLinks.SelectMany(l => asked.At(l.Start, l.Length) is var (start, length)
            ? (ValueLink[])[l with { Start = start, Length = length }]
            : [])],
    };

    private static HashSet<string> NamesOf(SchemaCatalog catalog) =>
    [
        .. catalog.Tables.SelectMany(t => t.Columns.Select(c => c.Name).Append(t.Name.Name))
            .SelectMany(name => name.ToLowerInvariant().Split('_').Append(name.ToLowerInvariant())),
    ];
}
