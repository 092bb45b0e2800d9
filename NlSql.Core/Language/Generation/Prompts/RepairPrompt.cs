using Microsoft.Extensions.AI;
using NlSql.Core.Language.Prompting;

namespace NlSql.Core.Language.Generation.Prompts;

/// <summary>Continues a translation's messages when the answer would not run: the answer itself, then what is wrong with it.</summary>
internal sealed class RepairPrompt(PromptTemplates templates)
{
    /// <param name="request">The request that was answered.</param>
    /// <param name="sql">The statement that would not run.</param>
    /// <param name="fault">Why.</param>
    public IReadOnlyList<ChatMessage> Build(GenerationRequest request, string sql, DraftFault fault) =>
    [
        new ChatMessage(ChatRole.Assistant, $"```sql\n{sql}\n```"),
        .. templates.Repair.Render(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["fault"] = DataFence.Around(fault.Sentence),
            ["place"] = fault.Place is { } place ? DataFence.Around(place) : string.Empty,
            ["near"] = NearbyNames.Of(fault.Sentence, request.Catalog) is { Count: > 0 } near ? DataFence.Around(string.Join('\n', near)) : string.Empty,
            ["question"] = DataFence.Around(request.Question),
        }),
    ];
}
