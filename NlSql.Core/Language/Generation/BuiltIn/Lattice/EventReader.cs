using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>Finds the dates of what verbs say that happened.</summary>
internal sealed class EventReader(WordTable words, INameSource names)
{
    private const double Weakest = 0.55;

    /// <summary>What a verb alone says of a column called by it and "date".</summary>
    private const double VerbOfDate = 0.72;

    /// <summary>"hired" and "shipped": the date columns that are called by the verb.</summary>
    public List<Candidate<ColumnNode>> Of(string verb)
    {
        var forms = Forms(verb).Distinct().ToList();
        return [.. forms.SelectMany(f => names.Columns([f]))
            .Where(c => (c.Node.IsDate || (c.Node.IsYear && EnglishInflection.IsParticiple(verb))) && c.Score >= Weakest
                && forms.Exists(f => c.Node.Words.Any(w => SharesStem(w, f))))
            .Select(c => c with { Score = Math.Min(0.97, c.Score / VerbOfDate) })
            .Concat(EventForms(verb).SelectMany(names.DatesOf))
            .GroupBy(c => c.Node)
            .Select(g => g.MaxBy(c => c.Score)!)
            .OrderByDescending(c => c.Score)];
    }

    /// <summary>The verb itself, and those that "placing" and "shipping" are forms of.</summary>
    private static IEnumerable<string> EventForms(string verb)
    {
        const string Ending = "ing";
        var stem = verb.Length > 5 && verb.EndsWith(Ending, StringComparison.Ordinal) ? verb[..^Ending.Length] : null;
        return stem is null ? [verb] : [verb, stem, stem + "e", .. stem[^1] == stem[^2] ? [stem[..^1]] : (string[])[]];
    }

    private static bool SharesStem(string word, string form) =>
        word == form || (form.Length > 3 && word.StartsWith(form[..^1], StringComparison.Ordinal))
            || (word.Length > 3 && form.StartsWith(word, StringComparison.Ordinal));

    private IEnumerable<string> Forms(string verb)
    {
        if (words.Verbs.TryGetValue(verb, out var form))
        {
            yield return form;
        }

        if (!EnglishInflection.IsParticiple(verb))
        {
            if (EnglishInflection.Stem(verb) is var stem && stem != verb)
            {
                // "shipment" for shipped_date, "delivery" for delivered_on.
                yield return stem;
                yield return stem + "e";
                yield return stem + "ed";
                yield return $"{stem}{stem[^1]}ed";
            }

            yield break;
        }

        yield return verb;
        yield return verb[..^1];
        yield return verb[..^2];
        if (verb.Length > 5 && verb[^3] == verb[^4])
        {
            yield return verb[..^3];
        }
    }
}
