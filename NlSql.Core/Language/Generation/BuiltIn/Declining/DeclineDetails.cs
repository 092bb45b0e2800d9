using NlSql.Core.Language.Generation.BuiltIn.Assembly;
using NlSql.Core.Language.Generation.BuiltIn.Compilation;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Declining;

/// <summary>Adds to a decline what helps to ask better: the nearest names, the likeliest reading, a question that works.</summary>
internal sealed class DeclineDetails
{
    private readonly ExampleQuestions examples = new();

    /// <summary>Readings that score less say nothing of the question.</summary>
    private const double Likely = 0.3;

    /// <param name="read">The likeliest reading of the question as a whole, sure or not; null when there is none.</param>
    /// <param name="found">Tables that the question is likely of, best first.</param>
    /// <param name="isAnswered">Asks the translator whether it understands an example in full.</param>
    public Decline Of(Decline decline, ReadAnswer? read, SchemaModel schema, IEnumerable<TableNode> found, Func<string, bool> isAnswered)
    {
        var likely = read is { Score: >= Likely } ? read.Answer : null;
        var spoken = likely is null ? [] : FrameTables.Frames(likely).Select(f => f.Grain.Table);
        var tables = spoken.Concat(found).Concat(schema.Tables.OrderByDescending(t => t.Info.RowEstimate ?? 0));
        return decline with
        {
            Nearest = NearestWords.Of(decline.Missing, schema.Links),
            Likeliest = likely is null ? null : FrameText.Of(likely),
            Example = examples.About(tables, schema, isAnswered),
        };
    }
}
