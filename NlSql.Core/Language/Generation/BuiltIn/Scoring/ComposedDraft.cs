using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Soundness;
using NlSql.Core.Language.Generation.BuiltIn.Writing;

namespace NlSql.Core.Language.Generation.BuiltIn.Scoring;

/// <summary>Makes a draft of a composed reading: SQL, what each word was taken for, what the reader should know.</summary>
internal static class ComposedDraft
{
    /// <summary>A score is no probability: of sure readings on schemas that were not in view many were wrong, so that a model goes before them.</summary>
    private const double MostSure = 0.8;

    public static SqlDraft Of(string generator, Composition composition, string question, IReadOnlyList<Token> tokens, Lexicon lexicon) => new()
    {
        Generator = generator,
        Sql = PlanWriter.Write(composition.Compiled.Plan),
        Confidence = Math.Round(MostSure * Math.Clamp(composition.Score, 0, 1), 3),
        Understood = [.. composition.Read.Words.Select(w => new Understanding(TextOf(w.At, question, tokens), w.Meaning, w.Others))],
        Notes =
        [
            .. composition.Compiled.Concerns.Select(c => c.Sentence),
            .. KindOfYear.Of(lexicon, [.. tokens.Select(t => t.Lower)]) is { } kind ? (string[])[kind] : [],
        ],
    };

    private static string TextOf(Span at, string question, IReadOnlyList<Token> tokens) =>
        at.Count == 0 ? "" : question[tokens[at.First].Start..Math.Min(question.Length, tokens[at.End - 1].End)];
}
