using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Answers;
using NlSql.Core.Turns.Pipeline.Waterfalls;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Web.Api;

/// <summary>How many rows a statement has after each table, join and condition.</summary>
internal static class WaterfallApi
{
    public static IEndpointRouteBuilder MapWaterfallApi(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/waterfall", CountAsync)
            .Describe<Waterfall>("Query", "Counts the rows of a statement after each table, join and condition; runs a counting statement for each.")
            .WithDescription("With 'Accept: text/event-stream' the steps come as event 'steps' after each count, then 'done' or 'failed'.");
        return routes;
    }

    private static async Task<IResult> CountAsync(
        WaterfallApiRequest request, HttpContext context, IRowWaterfall waterfall, NamedTurn named, CancellationToken cancellationToken)
    {
        var turn = await named.EnsureAsync(null, request.TurnId, cancellationToken);
        var asked = new WaterfallRequest(request.Sql ?? "", named.Analyst, TurnOrigin.Api, request.TurnId, turn?.ConversationId);
        return EventStream.IsWanted(context)
            ? EventStream.Of(context, StreamAsync(waterfall, asked, cancellationToken))
            : Results.Json(await waterfall.CountAsync(asked, null, cancellationToken), AnswerJson.Options);
    }

    private static async IAsyncEnumerable<SseItem<string>> StreamAsync(
        IRowWaterfall waterfall, WaterfallRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var states = Channel.CreateUnbounded<Waterfall>();
        var counting = CountAsync();
        await foreach (var state in states.Reader.ReadAllAsync(cancellationToken))
        {
            yield return Item("steps", state);
        }

        yield return await counting;

        async Task<SseItem<string>> CountAsync()
        {
            try
            {
                var counted = await waterfall.CountAsync(request, new EachState(states.Writer), cancellationToken);
                return counted.Failure is { } failure ? Item("failed", Problems.From(failure)) : Item("done", counted);
            }
            catch (PipelineFailureException failed)
            {
                return Item("failed", Problems.From(failed.Failure));
            }
            finally
            {
                states.Writer.Complete();
            }
        }
    }

    private static SseItem<string> Item(string name, object data) => new(JsonSerializer.Serialize(data, AnswerJson.Options), name);

    private sealed class EachState(ChannelWriter<Waterfall> states) : IProgress<Waterfall>
    {
        public void Report(Waterfall value) => states.TryWrite(value);
    }
}

/// <param name="Sql">One SELECT statement; it goes through the same guard.</param>
/// <param name="TurnId">The turn that it is looked at for.</param>
internal sealed record WaterfallApiRequest(string? Sql, string? TurnId = null) : RequestBody;
