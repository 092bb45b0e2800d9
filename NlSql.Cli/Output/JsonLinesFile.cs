using System.Text.Json;
using NlSql.Core.Answers;
using NlSql.Core.Failures;

namespace NlSql.Cli.Output;

/// <summary>One output line for every input line, in any order, each written as soon as it is known.</summary>
internal static class JsonLinesFile
{
    /// <summary>
    /// Maps <paramref name="input"/> line by line. A line that cannot be read or whose <paramref name="map"/> throws becomes what
    /// <paramref name="fail"/> makes of its id and a sentence. Returns 0 when every line got its answer.
    /// </summary>
    public static async Task<int> MapAsync<TIn, TOut>(
        FileInfo input,
        FileInfo output,
        Func<TIn, CancellationToken, Task<TOut>> map,
        Func<TIn?, JsonElement, string, TOut> fail,
        int parallelism,
        CancellationToken cancellationToken)
        where TIn : class
    {
        if (!input.Exists)
        {
            await Console.Error.WriteLineAsync($"There is no file {input.FullName}.").ConfigureAwait(false);
            return ExitCodes.Usage;
        }

        output.Directory?.Create();
        using var gate = new SemaphoreSlim(1);
        var writer = new StreamWriter(output.FullName);
        await using (writer.ConfigureAwait(false))
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(
                File.ReadLinesAsync(input.FullName, cancellationToken),
                options,
                async (line, token) =>
                {
                    if (string.IsNullOrWhiteSpace(line))
                    {
                        return;
                    }

                    var answer = JsonSerializer.Serialize(await AnswerAsync(line, map, fail, token).ConfigureAwait(false), AnswerJson.Options);
                    await gate.WaitAsync(token).ConfigureAwait(false);
                    try
                    {
                        await writer.WriteLineAsync(answer.AsMemory(), token).ConfigureAwait(false);
                    }
                    finally
                    {
                        gate.Release();
                    }
                }).ConfigureAwait(false);
        }

        return ExitCodes.Ok;
    }

    private static async Task<TOut> AnswerAsync<TIn, TOut>(string line, Func<TIn, CancellationToken, Task<TOut>> map, Func<TIn?, JsonElement, string, TOut> fail, CancellationToken cancellationToken)
        where TIn : class
    {
        JsonElement id = default;
        TIn? item = null;
        try
        {
            using var document = JsonDocument.Parse(line);
            id = document.RootElement.TryGetProperty("id", out var value) ? value.Clone() : default;
            item = document.RootElement.Deserialize<TIn>(AnswerJson.Options) ?? throw new JsonException("The line holds no object.");
            return await map(item, cancellationToken).ConfigureAwait(false);
        }
        catch (PipelineFailureException exception)
        {
            return fail(item, Id(id), exception.Failure.Message);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // One line's fault must not cost the other lines their answers.
            return fail(item, Id(id), exception.Message);
        }
    }

    // A line without an id still gets its line, with null in its place.
    private static JsonElement Id(JsonElement id) => id.ValueKind == JsonValueKind.Undefined ? JsonSerializer.SerializeToElement<string?>(null) : id;
}
