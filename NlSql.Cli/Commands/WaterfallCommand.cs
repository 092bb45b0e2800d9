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
                var progress = new Counted();
                try
                {
                    var counted = await services.GetRequiredService<IRowWaterfall>().CountAsync(request, progress, token).ConfigureAwait(false);
                    progress.Clear();
                    return Write(counted, services.GetRequiredService<NumberFormat>(), parsed.GetValue(json));
                }
                finally
                {
                    progress.Clear();
                }
            },
            cancellationToken));
        return command;
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

    private sealed class Counted : IProgress<Waterfall>
    {
        private readonly ProgressLine line = new(Console.Error);

        public void Report(Waterfall value) => line.Show(value.Waiting ?? FormattableString.Invariant($"{value.Done} of {value.Steps.Count} steps"));

        public void Clear() => line.Clear();
    }
}
