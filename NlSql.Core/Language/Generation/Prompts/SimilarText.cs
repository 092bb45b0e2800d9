using NlSql.Core.Language.Endpoints;
using NlSql.Core.Language.Prompting;

namespace NlSql.Core.Language.Generation.Prompts;

/// <summary>Similar questions with SQL that people stand for, as a model reads them: fenced like everything that somebody typed.</summary>
internal static class SimilarText
{
    /// <summary>As many as there is room for, the nearest first; empty where there are none.</summary>
    /// <param name="sees">Without values the statements go without those that they took from the database.</param>
    /// <param name="room">Estimated tokens.</param>
    public static string Of(GenerationRequest request, ModelSees sees, int room)
    {
        if (request.Similar.Count == 0)
        {
            return string.Empty;
        }

        IReadOnlyList<PriorTurn> turns = [.. request.Similar.Select(pair => new PriorTurn(pair.Question, pair.Sql))];
        turns = sees >= ModelSees.Samples ? turns : StoredValues.TakenOut(turns, request.Question, request.Catalog);
        List<string> texts = [];
        foreach (var text in turns.Select(turn => $"Question: {turn.Question}\nSQL: {turn.Sql}"))
        {
            room -= TokenEstimate.Of(text);
            if (room < 0)
            {
                break;
            }

            texts.Add(text);
        }

        return texts.Count == 0 ? string.Empty : DataFence.Around(string.Join("\n\n", texts));
    }
}
