using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Generation.BuiltIn.Soundness;
using NlSql.Core.Language.Generation.BuiltIn.Writing;

namespace NlSql.Core.Language.Generation.BuiltIn.Scoring;

/// <summary>Makes a draft of a composed reading: SQL, what each word was taken for, what the reader should know.</summary>
internal static class ComposedDraft
{
    /// <summary>A score is no probability: of sure readings on schemas that were not in view many were wrong, so that a model goes before them.</summary>
    private const double MostSure = 0.8;

    public static SqlDraft Of(
        string generator, Composition composition, string question, IReadOnlyList<Token> tokens, SchemaModel schema, Lexicon lexicon) => new()
    {
        Generator = generator,
        Sql = PlanWriter.Write(composition.Compiled.Plan),
        Confidence = ConfidenceOf(composition.Score),
        Understood = [.. composition.Read.Words.Select(w => new Understanding(TextOf(w.At, question, tokens), w.Meaning, w.Others))],
        Notes =
        [
            .. composition.Compiled.Concerns.Select(c => c.Sentence),
            .. VoidedRows.In(composition.Compiled.Plan, tokens.Select(t => t.Lower), schema, lexicon),
            .. KindOfYear.Of(lexicon, [.. tokens.Select(t => t.Lower)]) is { } kind ? (string[])[kind] : [],
        ],
    };

    /// <summary>0 to 1, of an answer and of what was not sure enough to be one alike.</summary>
    /// <param name="score">Of a reading and its plan.</param>
    public static double ConfidenceOf(double score) => Math.Round(MostSure * Math.Clamp(score, 0, 1), 3);

    private static string TextOf(Span at, string question, IReadOnlyList<Token> tokens) =>
        at.Count == 0 ? "" : question[tokens[at.First].Start..Math.Min(question.Length, tokens[at.End - 1].End)];
}
