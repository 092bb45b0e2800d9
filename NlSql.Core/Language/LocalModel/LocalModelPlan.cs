using System.Globalization;

namespace NlSql.Core.Language.LocalModel;

/// <summary>How one model is to be run: what its process is told.</summary>
/// <param name="ContextTokens">Of each conversation.</param>
/// <param name="MemoryBytes">Above this the process is ended; null sets no limit.</param>
internal sealed record LocalModelPlan(
    ModelFile File, bool IsForEmbeddings, int ContextTokens, int Threads, int Slots, int Queue, long? MemoryBytes)
{
    /// <summary>A context that was trained is not exceeded, and embedding models read as much as they were made for.</summary>
    public static int ContextOf(ModelFile file, int wanted) => file.TrainedContext > 0 ? Math.Min(file.TrainedContext, wanted) : wanted;

    /// <summary>Throws <see cref="Gguf.GgufException"/>; the settings' check has said so before.</summary>
    public static LocalModelPlan ForChat(LocalModelOptions options)
    {
        var file = ModelFile.Read(options.Path!);
        return new LocalModelPlan(
            file, false, ContextOf(file, options.ContextTokens), options.ThreadCount, options.Slots, options.Queue, Limit(options));
    }

    /// <inheritdoc cref="ForChat"/>
    public static LocalModelPlan ForEmbeddings(LocalModelOptions options)
    {
        var file = ModelFile.Read(options.EmbeddingPath!);
        return new LocalModelPlan(file, true, ContextOf(file, options.ContextTokens), options.ThreadCount, 1, options.Queue, Limit(options));
    }

    public IEnumerable<string> Arguments(string socketPath)
    {
        yield return "--socket";
        yield return socketPath;
        yield return "--model";
        yield return File.Path;
        yield return "--name";
        yield return File.Name;
        foreach (var (name, number) in new[] { ("context", ContextTokens), ("threads", Threads), ("slots", Slots), ("queue", Queue) })
        {
            yield return $"--{name}";
            yield return number.ToString(CultureInfo.InvariantCulture);
        }

        yield return "--embeddings";
        yield return IsForEmbeddings ? "true" : "false";
    }

    private static long? Limit(LocalModelOptions options) => options.MemoryMegabytes > 0 ? options.MemoryMegabytes * 1_000_000L : null;
}
