using System.Globalization;
using System.Text;
using NlSql.Core.Foundation.Texts;

namespace NlSql.Core.Turns.Evaluation.Reports;

/// <summary>A report for people. What came from cases, models and databases stands in code, where it is no markup.</summary>
internal static class ReportMarkdown
{
    private const int LongestText = 300;
    private const int MostCases = 200;

    public static string Of(EvalRunFacts run, EvalReport report, IReadOnlyList<EvalOutcome> outcomes)
    {
        var text = new StringBuilder();
        text.Append("# Execution accuracy\n\n");
        Line(text, $"- Cases: {Code(run.Cases)}, {run.Count:N0} of {run.Of:N0} taken (SHA-256 {run.CasesHash[..16]}...)");
        Line(text, $"- Generator: {Code(run.Generator)}{(run.AnswerAlways ? ", answers always" : ", may decline")}");
        if (run.Tables is { } tables)
        {
            Line(text, $"- Tables found for a question: {tables} at most");
        }

        if (run.Model is { } model)
        {
            Line(text, $"- Model: {Code(model)}, sees {run.ModelSees}; prompt template {run.TemplateHash?[..16]}...");
        }

        if (run.Settings.Count > 0)
        {
            Line(text, $"- Settings: {Code(string.Join(", ", run.Settings))}");
        }

        Line(text, $"- NlSql {Code(run.Product)}");
        text.Append(report.HeldOut is null
            ? "- Held out: **no part is named.** Where cases were in view while prompts or rules were made, these figures say nothing of others.\n"
            : string.Create(CultureInfo.InvariantCulture, $"- Held out: the databases {Code(string.Join(", ", run.HeldOut))}\n"));
        text.Append("\nShares with 95 % intervals (Wilson). Right: same rows and at least the columns of a right query, in any order and under any name.\n\n");
        Table(text, "what", [report.All, .. Parts(report)]);
        Line(text, $"| answers that are right, of those given | {Cell(report.RightOfAnswered)} | |");
        Line(text, $"| statements that run | {Cell(report.Valid)} | |");
        if (report.DeclinedRightly.Whole > 0)
        {
            Line(text, $"| declined, where there is no answer | {Cell(report.DeclinedRightly)} | |");
        }

        Line(text, $"| declined, where there is one | {Cell(report.DeclinedWrongly)} | |");
        Line(text, $"| right after the schema mended them | {Cell(report.Mended)} | |");
        Line(text, $"| right after the model was asked again | {Cell(report.Repaired)} | |");
        if (report.GoldFailed > 0)
        {
            Line(text, $"\n{report.GoldFailed:N0} cases are left out everywhere, because no right query of theirs ran.");
        }

        Section(text, "By kind of query", "kind", report.ByStructure);
        Section(text, "By source", "source", report.BySource);
        Section(text, "By database", "database", report.ByDatabase);
        Section(text, "By writer", "writer", report.ByWriter);
        Confidence(text, report.Calibration);
        Faults(text, report.Faults);
        Cost(text, report.Cost);
        Cases(text, outcomes);
        return text.ToString();
    }

    private static IEnumerable<EvalGroup> Parts(EvalReport report) => new[] { report.HeldOut, report.Seen }.OfType<EvalGroup>();

    private static void Section(StringBuilder text, string title, string name, IReadOnlyList<EvalGroup> groups)
    {
        text.Append("\n## ").Append(title).Append("\n\n");
        Table(text, name, groups);
    }

    private static void Table(StringBuilder text, string name, IEnumerable<EvalGroup> groups)
    {
        Line(text, $"| {name} | right | exact |\n|---|---|---|");
        foreach (var group in groups)
        {
            Line(text, $"| {Code(group.Name)} | {Cell(group.Right)} | {group.Exact:N0} |");
        }
    }

    private static void Confidence(StringBuilder text, Calibration? calibration)
    {
        text.Append("\n## What the confidence is worth\n\n");
        if (calibration is null)
        {
            text.Append("No answer came with a confidence: nothing is measured of how sure this generator is.\n");
            return;
        }

        Line(text, $"| confidence | mean | right |\n|---|---|---|");
        foreach (var band in calibration.ByBand)
        {
            Line(text, $"| {band.From:F1} to {band.To:F1} | {band.Mean:F2} | {Cell(band.Right)} |");
        }

        Line(text, $"\nOf {calibration.Answers:N0} answers: expected calibration error {calibration.ExpectedError:F3}, Brier score {calibration.Brier:F3}.");
    }

    private static void Faults(StringBuilder text, IReadOnlyList<EvalFaultGroup> faults)
    {
        text.Append("\n## What went wrong\n\n");
        Line(text, $"| kind | cases | for instance |\n|---|---|---|");
        foreach (var fault in faults)
        {
            Line(text, $"| {Code(fault.Kind)} | {fault.Cases:N0} | {string.Join(", ", fault.Ids.Select(Code))} |");
        }
    }

    private static void Cost(StringBuilder text, EvalCost cost)
    {
        text.Append("\n## Cost\n\n");
        Line(text, $"- Draft: median {cost.DraftMsMedian:N0} ms, 95th percentile {cost.DraftMsP95:N0} ms, {cost.DraftMsTotal / 1000:N0} s in all");
        Line(text, $"- A model was asked {cost.ModelCalls:N0} times");
        if (cost.PromptTokens is { } prompt)
        {
            Line(text, $"- Tokens: {prompt:N0} of prompts ({cost.CachedTokens ?? 0:N0} of them known to the server), {cost.AnswerTokens ?? 0:N0} of answers");
        }
    }

    private static void Cases(StringBuilder text, IReadOnlyList<EvalOutcome> outcomes)
    {
        var wrong = outcomes.Where(outcome => outcome is { IsCorrect: false, Verdict: not EvalVerdict.GoldFailed }).ToList();
        text.Append("\n## Cases that are not right\n\n");
        foreach (var outcome in wrong.Take(MostCases))
        {
            Line(text, $"- {Code(outcome.Id)} {Code(outcome.Fault ?? "")}: {Code(outcome.Question ?? "")}");
            foreach (var detail in new[] { outcome.Sql, outcome.Error }.Where(detail => !string.IsNullOrWhiteSpace(detail)))
            {
                Line(text, $"  - {Code(detail!)}");
            }
        }

        if (wrong.Count > MostCases)
        {
            Line(text, $"- and {wrong.Count - MostCases:N0} more, in `outcomes.jsonl`");
        }
    }

    private static string Cell(Proportion proportion) => proportion.ToString();

    /// <summary>One line of code: no fence of the text's own can end it, and no bar ends the cell.</summary>
    private static string Code(string value)
    {
        var line = Excerpt.Of(value.ReplaceLineEndings(" ").Replace('`', '\'').Replace("|", "\\|", StringComparison.Ordinal).Trim(), LongestText);
        return line.Length == 0 ? "" : $"`{line}`";
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(FormattableString.Invariant(line)).Append('\n');
}
