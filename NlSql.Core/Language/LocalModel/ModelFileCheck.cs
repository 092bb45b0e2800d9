using System.Globalization;
using NlSql.Core.Language.LocalModel.Gguf;

namespace NlSql.Core.Language.LocalModel;

/// <summary>What a file is, and whether it can be used.</summary>
/// <param name="File">Null when it cannot be read as a model at all.</param>
/// <param name="Fault">Why it cannot be used, as the rest of a sentence about the file; null when it can.</param>
/// <param name="ConversationBytes">Memory of all slots' conversations; 0 when the file does not say.</param>
public sealed record ModelFileCheck(ModelFile? File, string? Fault, long ConversationBytes = 0)
{
    /// <summary>Looks at a file as MODEL_PATH would name it.</summary>
    public static ModelFileCheck Chat(string path, LocalModelOptions options) => Look(path, file => ChatFault(file, options), options);

    /// <summary>Looks at a file as EMBEDDING_MODEL_PATH would name it.</summary>
    public static ModelFileCheck Embeddings(string path) => Look(path, EmbeddingFault, null);

    private static ModelFileCheck Look(string path, Func<ModelFile, string?> judge, LocalModelOptions? options)
    {
        try
        {
            var file = ModelFile.Read(path);
            return new ModelFileCheck(file, judge(file), options is null ? 0 : Conversations(file, options));
        }
        catch (GgufException e)
        {
            return new ModelFileCheck(null, e.Message);
        }
    }

    private static string? ChatFault(ModelFile file, LocalModelOptions options)
    {
        if (file.IsForEmbeddings)
        {
            return $"holds a model that makes vectors ({file.Architecture}), not one that talks: set EMBEDDING_MODEL_PATH to it.";
        }

        if (!file.HasChatTemplate)
        {
            return "holds no chat template: take the edition of the model that was taught to talk (its name often ends in Instruct or Chat).";
        }

        if (options.Type is { Length: > 0 } type && !type.Equals("gguf", StringComparison.OrdinalIgnoreCase)
            && !type.Equals(file.Architecture, StringComparison.OrdinalIgnoreCase))
        {
            return $"holds a model of the type {file.Architecture}, and MODEL_TYPE says {type}: correct it or leave it out.";
        }

        return TooBig(file, options);
    }

    private static string? EmbeddingFault(ModelFile file) =>
        file is { HasChatTemplate: true, IsForEmbeddings: false } ? "holds a model that talks, not one that makes vectors: set MODEL_PATH to it." : null;

    private static string? TooBig(ModelFile file, LocalModelOptions options)
    {
        var conversations = Conversations(file, options);
        var needed = file.Bytes + conversations;
        var allowed = options.MemoryMegabytes > 0 ? options.MemoryMegabytes * 1_000_000L : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (needed <= allowed)
        {
            return null;
        }

        var whose = options.MemoryMegabytes > 0 ? "MODEL_MEMORY_MB allows" : "this machine has";
        var parts = string.Create(
            CultureInfo.InvariantCulture, $"{Gigabytes(file.Bytes)} for itself, {Gigabytes(conversations)} for the conversations of {options.Slots} slots");
        return $"needs {Gigabytes(needed)} of memory ({parts}), and {whose} {Gigabytes(allowed)}:"
            + " take a smaller model, or less of LLM_CONTEXT_TOKENS and MODEL_SLOTS.";
    }

    private static long Conversations(ModelFile file, LocalModelOptions options) =>
        file.BytesPerToken * LocalModelPlan.ContextOf(file, options.ContextTokens) * options.Slots;

    private static string Gigabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0##} GB");
}
