using System.Globalization;

namespace NlSql.LocalModel;

/// <summary>What the parent says on the command line: <c>--name value</c> pairs.</summary>
/// <param name="SocketPath">Unix socket to listen on; its folder belongs to this user alone.</param>
/// <param name="ModelPath">The GGUF file; of a split one the first part.</param>
/// <param name="ModelName">How the protocol names the model.</param>
/// <param name="ContextTokens">Tokens of prompt and answer together, for each slot.</param>
/// <param name="Threads">Threads that compute.</param>
/// <param name="Slots">Conversations that are computed side by side, and whose prompts are remembered.</param>
/// <param name="QueueLength">Requests that may wait for a slot; more are refused.</param>
/// <param name="IsForEmbeddings">The model makes vectors and does not talk.</param>
internal sealed record ServerArguments(
    string SocketPath, string ModelPath, string ModelName, int ContextTokens, int Threads, int Slots, int QueueLength, bool IsForEmbeddings)
{
    public static ServerArguments? Read(string[] args, out string? fault)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            given[args[i]] = args[i + 1];
        }

        fault = null;
        if (args.Length % 2 != 0 || given.GetValueOrDefault("--socket") is not { Length: > 0 } socket
            || given.GetValueOrDefault("--model") is not { Length: > 0 } model)
        {
            fault = "NlSql starts this program by itself when MODEL_PATH is set. By hand: NlSql.LocalModel --socket PATH --model FILE"
                + " [--name TEXT --context TOKENS --threads N --slots N --queue N --embeddings true]";
            return null;
        }

        return new ServerArguments(
            socket,
            model,
            given.GetValueOrDefault("--name") ?? Path.GetFileNameWithoutExtension(model),
            Number("--context", 8_192),
            Number("--threads", Environment.ProcessorCount),
            Number("--slots", 1),
            Number("--queue", 16),
            given.GetValueOrDefault("--embeddings") == "true");

        int Number(string name, int otherwise) =>
            int.TryParse(given.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : otherwise;
    }
}
