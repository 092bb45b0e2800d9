using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Cli.Output;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Turns.Answers;
using NlSql.Core.Turns.Pipeline.Waterfalls;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Cli.Commands;

/// <summary><c>waterfall</c>: where a statement's rows come from and where they go.</summary>
internal static class WaterfallCommand
{
    public static Command Create()
    {
        var sql = new Argument<string>("sql") { Description = "One SELECT statement; - reads it from standard input." };
        var json = CommonOptions.Json();
        var command = new Command("waterfall", "Counts the rows of a statement after each table, join and condition, read-only.") { sql, json };
        command.SetAction((parsed, cancellationToken) => CliSession.RunAsync(
            async (services, token) =>
            {
                var text = await CommonOptions.ReadSqlAsync(parsed.GetRequiredValue(sql), token).ConfigureAwait(false);
                var request = new WaterfallRequest(text, services.GetRequiredService<IAnalyst>().Name, TurnOrigin.Cli);
                var counted = await CountAsync(services.GetRequiredService<IRowWaterfall>(), request, token).ConfigureAwait(false);
                return Write(counted, services.GetRequiredService<NumberFormat>(), parsed.GetValue(json));
            },
            cancellationToken));
        return command;
    }

    private static async Task<Waterfall> CountAsync(IRowWaterfall waterfall, WaterfallRequest request, CancellationToken cancellationToken)
    {
        using var progress = new CountedProgress<Waterfall>(
            (_, state) => state.Waiting ?? FormattableString.Invariant($"{state.Done} of {state.Steps.Count} steps"));
        return await waterfall.CountAsync(request, progress, cancellationToken).ConfigureAwait(false);
    }

    private static int Write(Waterfall counted, NumberFormat numbers, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(counted, AnswerJson.Indented));
        }
        else
        {
            foreach (var step in counted.Steps)
            {
                var rows = step.Rows is { } count ? numbers.Write(count, "N0") : step.IsLeftOut ? "not counted" : "-";
                Console.Out.WriteLine(Printable.Line($"{rows,14}  {step.Label}{Mark(step.Effect)}"));
            }
        }

        if (counted.Failure is not { } failure)
        {
            return ExitCodes.Ok;
        }

        FailureText.Write(failure, Console.Error);
        return ExitCodes.From(failure);
    }

    private static string Mark(WaterfallEffect effect) => effect switch
    {
        WaterfallEffect.Multiplied => "   <- rows multiply",
        WaterfallEffect.Lost => "   <- rows without a match go",
        WaterfallEffect.Emptied => "   <- no row is left",
        _ => "",
    };
}
