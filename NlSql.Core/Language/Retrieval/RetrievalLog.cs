using Microsoft.Extensions.Logging;

namespace NlSql.Core.Language.Retrieval;

/// <summary>Log messages of this stage: events 3000 to 3099.</summary>
internal static partial class RetrievalLog
{
    [LoggerMessage(3000, LogLevel.Information, "Building the index of {Database}: {Reason}.")]
    public static partial void Rebuilding(ILogger logger, string database, string reason);

    [LoggerMessage(3001, LogLevel.Information, "Index of {Database}: {Documents} documents, {Embedded} embedded anew, kind {Kind}, {Milliseconds:0} ms.")]
    public static partial void Built(ILogger logger, string database, int documents, int embedded, string kind, double milliseconds);

    [LoggerMessage(3002, LogLevel.Warning, "The stored FAISS file was refused: {Problem}")]
    public static partial void IndexRefused(ILogger logger, string problem);

    [LoggerMessage(3003, LogLevel.Warning, "The index cannot be stored under {Path}; it is kept in memory.")]
    public static partial void NotStored(ILogger logger, string path, Exception? exception);

    [LoggerMessage(3004, LogLevel.Warning, "The embedding endpoint failed: {Problem} The built-in embedder indexes {Database} instead.")]
    public static partial void EndpointFailed(ILogger logger, string problem, string database);

    [LoggerMessage(3005, LogLevel.Warning, "The embedding endpoint failed for a question: {Problem} It was searched by words alone.")]
    public static partial void QuestionNotEmbedded(ILogger logger, string problem);

    [LoggerMessage(3006, LogLevel.Warning, "The index could not be made anew: {Problem} Questions are searched by words alone.")]
    public static partial void NotRenewed(ILogger logger, string problem, Exception? exception);

    [LoggerMessage(3007, LogLevel.Information,
        "Index of {Database}: {Added} of {Documents} documents added to the graph, {Gone} of its rows stand for none any more, {Milliseconds:0} ms.")]
    public static partial void Grown(ILogger logger, string database, int documents, int added, int gone, double milliseconds);
}
