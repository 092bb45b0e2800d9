using System.Runtime.CompilerServices;
using System.Text.Json;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Answers;

namespace NlSql.Core.Turns.Evaluation.Batch;

/// <summary>The batch forms: one output line for every input line, in any order, each written as soon as it is known.</summary>
public static class JsonLinesFile
{
    /// <summary>
    /// All lines. Throws <see cref="PipelineFailureException"/> when there is no such file, or that names the first line that cannot be read.
    /// </summary>
    public static Task<IReadOnlyList<T>> ReadAsync<T>(FileInfo input, CancellationToken cancellationToken)
        where T : class => ReadAsync<T>(input, static _ => null, cancellationToken);

    /// <summary>As before, with items looked at.</summary>
    /// <param name="fault">What is wrong with an item, in a sentence; null where nothing is.</param>
    public static async Task<IReadOnlyList<T>> ReadAsync<T>(FileInfo input, Func<T, string?> fault, CancellationToken cancellationToken)
        where T : class
    {
        Require(input);
        List<T> items = [];
        var number = 0;
        await foreach (var text in File.ReadLinesAsync(input.FullName, cancellationToken).ConfigureAwait(false))
        {
            number++;
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            var line = Line<T>.Read(text);
            if ((line.Item is { } item ? fault(item) : line.Fault) is { } why)
            {
                throw new PipelineFailureException(new(
                    FailureParty.Caller, FailureTypes.NotFound, FormattableString.Invariant($"Line {number} of {input.Name}: {why}")));
            }

            items.Add(line.Item!);
        }

        return items;
    }

    /// <summary>
    /// Maps <paramref name="input"/> line by line. A line that cannot be read or whose <paramref name="map"/> throws becomes what
    /// <paramref name="fail"/> makes of its id and a sentence. Throws <see cref="PipelineFailureException"/> when there is no such file, or where the output
    /// cannot be written.
    /// </summary>
    /// <param name="parallelism">Lines mapped at a time.</param>
    /// <param name="group">Brings the lines of one group together, which needs the whole file at once; null takes them as they come.</param>
    /// <returns>How many lines failed; each of them has its answer, with an <c>error</c>.</returns>
    public static async Task<int> MapAsync<TIn, TOut>(
        FileInfo input,
        FileInfo output,
        Func<TIn, CancellationToken, Task<TOut>> map,
        Func<JsonElement, string, TOut> fail,
        int parallelism,
        CancellationToken cancellationToken,
        Func<TIn, string?>? group = null)
        where TIn : class
    {
        Require(input);
        var failed = 0;
        using var gate = new SemaphoreSlim(1);
        var writer = OutputFile.Open(output);
        await using (writer.ConfigureAwait(false))
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(
                LinesAsync(input, group, cancellationToken),
                options,
                async (line, token) =>
                {
                    var answer = JsonSerializer.Serialize(await AnswerAsync(line, map, Fail, token).ConfigureAwait(false), AnswerJson.Options);
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

        return failed;

        TOut Fail(JsonElement id, string why)
        {
            Interlocked.Increment(ref failed);
            return fail(id, why);
        }
    }

    /// <summary>Throws <see cref="PipelineFailureException"/> when there is no such file; null asks for none.</summary>
    public static void Require(FileInfo? input)
    {
        if (input is { Exists: false })
        {
            throw new PipelineFailureException(new(FailureParty.Caller, FailureTypes.NotFound, $"There is no file {input.FullName}."));
        }
    }

    private static async IAsyncEnumerable<Line<TIn>> LinesAsync<TIn>(
        FileInfo input,
        Func<TIn, string?>? group,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where TIn : class
    {
        var lines = File.ReadLinesAsync(input.FullName, cancellationToken).Where(static line => !string.IsNullOrWhiteSpace(line)).Select(Line<TIn>.Read);
        if (group is null)
        {
            await foreach (var line in lines.ConfigureAwait(false))
            {
                yield return line;
            }

            yield break;
        }

        var all = await lines.ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var line in all.OrderBy(line => line.Item is { } item ? group(item) : null, StringComparer.Ordinal))
        {
            yield return line;
        }
    }

    private static async Task<TOut> AnswerAsync<TIn, TOut>(
        Line<TIn> line,
        Func<TIn, CancellationToken, Task<TOut>> map,
        Func<JsonElement, string, TOut> fail,
        CancellationToken cancellationToken)
        where TIn : class
    {
        if (line.Item is not { } item)
        {
            return fail(line.Id, line.Fault!);
        }

        try
        {
            return await map(item, cancellationToken).ConfigureAwait(false);
        }
        catch (PipelineFailureException exception)
        {
            return fail(line.Id, exception.Failure.Message);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // One line's fault must not cost the other lines their answers.
            return fail(line.Id, exception.Message);
        }
    }

    /// <param name="Id">JSON null where the line has none: it still gets its line.</param>
    /// <param name="Item">Null when the line cannot be read; then <paramref name="Fault"/> says why.</param>
    private sealed record Line<TIn>(JsonElement Id, TIn? Item, string? Fault)
        where TIn : class
    {
        private static readonly JsonElement NoId = JsonSerializer.SerializeToElement<string?>(null);

        public static Line<TIn> Read(string text)
        {
            var id = NoId;
            try
            {
                using var document = JsonDocument.Parse(text);
                if (document.RootElement.ValueKind != JsonValueKind.Object)
                {
                    return new(id, null, "The line is not a JSON object.");
                }

                id = document.RootElement.TryGetProperty("id", out var value) ? value.Clone() : NoId;
                return new(id, document.RootElement.Deserialize<TIn>(AnswerJson.Options), null);
            }
            catch (JsonException exception)
            {
                return new(id, null, $"The line cannot be read: {exception.Message}");
            }
        }
    }
}
