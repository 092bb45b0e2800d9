using System.CommandLine;
using System.Text.Json;
using NlSql.Cli.Output;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Answers;
using NlSql.Core.Turns.Evaluation.Reports;

namespace NlSql.Cli.Commands;

/// <summary><c>eval compare</c>: whether one run is better than another over the same cases, and which questions changed.</summary>
internal static class EvalCompareCommand
{
    public static Command Create()
    {
        var first = new Argument<DirectoryInfo>("first") { Description = "A folder that eval run --report made." };
        var second = new Argument<DirectoryInfo>("second") { Description = "Another one." };
        var json = CommonOptions.Json();
        var command = new Command("compare", "Compares two runs case by case: what changed, and whether it is more than chance.") { first, second, json };
        command.SetAction((parsed, cancellationToken) => CliSession.RunAsync(
            async (_, token) =>
            {
                var comparison = EvalComparison.Of(
                    await EvalFolder.ReadAsync(parsed.GetRequiredValue(first).FullName, token).ConfigureAwait(false),
                    await EvalFolder.ReadAsync(parsed.GetRequiredValue(second).FullName, token).ConfigureAwait(false));
                Write(comparison, parsed.GetValue(json));
                return ExitCodes.Ok;
            },
            cancellationToken,
            checkSettings: false));
        return command;
    }

    private static void Write(EvalComparison comparison, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(comparison, AnswerJson.Indented));
            return;
        }

        foreach (var change in comparison.Changed)
        {
            Console.Out.WriteLine(Printable.Line(FormattableString.Invariant($"{change.Id}: {change.First} -> {change.Second}  {change.Question}")));
        }

        var only = FormattableString.Invariant($"only the first {comparison.OnlyFirst:N0}, only the second {comparison.OnlySecond:N0}");
        Console.Out.WriteLine(FormattableString.Invariant($"{comparison.Cases:N0} cases: both right {comparison.Both:N0}, {only}"));
        var interval = FormattableString.Invariant($"{comparison.DifferenceLow * 100:F1} to {comparison.DifferenceHigh * 100:F1}");
        Console.Out.WriteLine(FormattableString.Invariant(
            $"second less first: {comparison.Difference * 100:+0.0;-0.0;0.0} points ({interval}); p = {comparison.PValue:F3} (McNemar, exact)"));
        if (comparison.Unpaired > 0)
        {
            Console.Out.WriteLine(FormattableString.Invariant($"left out, because only one run has them: {comparison.Unpaired:N0}"));
        }
    }
}
