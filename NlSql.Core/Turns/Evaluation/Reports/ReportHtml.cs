using System.Globalization;
using System.Net;
using System.Text;
using NlSql.Core.Foundation.Texts;

namespace NlSql.Core.Turns.Evaluation.Reports;

/// <summary>
/// A report as one page that needs nothing else: no script, no font, no address. Everything that came from cases, models and databases is escaped, and the
/// page forbids itself to load or run anything.
/// </summary>
internal static class ReportHtml
{
    private const int LongestText = 2_000;
    private const int MostCases = 500;

    private const string Head = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>Execution accuracy</title>
        <style>
        :root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --paper: #fff; --bar: #2f6feb; --span: #b6d0ff; --code: #f3f5f7; }
        @media (prefers-color-scheme: dark) {
            :root { --ink: #e6edf3; --soft: #9aa5b1; --line: #3a424c; --paper: #14181d; --bar: #6ea8ff; --span: #274472; --code: #1f252c; }
        }
        body { margin: 0 auto; max-width: 72rem; padding: 1.5rem; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
        .wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
        th { color: var(--soft); font-weight: 600; } td.number { text-align: right; white-space: nowrap; }
        code, pre { font: 13px/1.45 ui-monospace, monospace; }
        pre { background: var(--code); padding: .6rem; margin: .3rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }
        .scale { position: relative; min-width: 9rem; height: .8rem; background: var(--code); }
        .scale i { position: absolute; inset-block: 0; background: var(--span); }
        .scale b { position: absolute; inset-block: 0; width: 2px; background: var(--bar); }
        details { border-bottom: 1px solid var(--line); padding: .4rem 0; } summary { cursor: pointer; } .soft { color: var(--soft); }
        </style>
        </head>
        <body>
        <h1>Execution accuracy</h1>

        """;

    public static string Of(EvalRunFacts run, EvalReport report, IReadOnlyList<EvalOutcome> outcomes)
    {
        var page = new StringBuilder(Head);
        Facts(page, run, report);
        page.Append("<p class=\"soft\">Shares with 95 % intervals (Wilson), drawn from 0 to 100 %. Right: same rows and at least the columns of a right query, "
            + "in any order and under any name.</p>\n");
        Shares(page, "What", [.. Groups(report), .. Parts(report)]);
        if (report.GoldFailed > 0)
        {
            Line(page, $"<p>{report.GoldFailed:N0} cases are left out everywhere, because no right query of theirs ran.</p>");
        }

        Section(page, "By kind of query", "Kind", report.ByStructure);
        Section(page, "By source", "Source", report.BySource);
        Section(page, "By database", "Database", report.ByDatabase);
        Section(page, "By writer", "Writer", report.ByWriter);
        if (report.Calibration is { } calibration)
        {
            page.Append("<h2>What the confidence is worth</h2>\n");
            Shares(page, "Confidence", calibration.ByBand.Select(band => (FormattableString.Invariant($"{band.From:F1} to {band.To:F1}"), band.Right)));
            Line(page, $"<p>Expected calibration error {calibration.ExpectedError:F3}, Brier score {calibration.Brier:F3}.</p>");
        }

        Faults(page, report.Faults);
        Cost(page, report.Cost);
        Cases(page, outcomes);
        return page.Append("</body>\n</html>\n").ToString();
    }

    private static void Facts(StringBuilder page, EvalRunFacts run, EvalReport report)
    {
        page.Append("<dl>\n");
        Fact("Cases", FormattableString.Invariant($"{run.Cases}, {run.Count:N0} of {run.Of:N0} taken (SHA-256 {run.CasesHash[..16]}...)"));
        Fact("Generator", $"{run.Generator}{(run.AnswerAlways ? ", answers always" : ", may decline")}");
        Fact("Tables found", run.Tables is { } most ? FormattableString.Invariant($"{most} at most") : null);
        Fact("Model", run.Model is null ? null : $"{run.Model}, sees {run.ModelSees}; prompt template {run.TemplateHash?[..16]}...");
        Fact("Settings", run.Settings.Count == 0 ? null : string.Join(", ", run.Settings));
        Fact("NlSql", run.Product);
        Fact("Held out", report.HeldOut is null
            ? "No part is named: where cases were in view while prompts or rules were made, these figures say nothing of others."
            : string.Join(", ", run.HeldOut));
        page.Append("</dl>\n");

        void Fact(string name, string? value)
        {
            if (value is not null)
            {
                Line(page, $"<dt>{name}</dt><dd>{Text(value)}</dd>");
            }
        }
    }

    private static IEnumerable<(string Name, Proportion Share)> Groups(EvalReport report) =>
        new[] { report.All, report.HeldOut, report.Seen }.OfType<EvalGroup>().Select(group => ($"right: {group.Name}", group.Right));

    private static IEnumerable<(string Name, Proportion Share)> Parts(EvalReport report) =>
    [
        ("answers that are right, of those given", report.RightOfAnswered),
        ("statements that run", report.Valid),
        ("declined, where there is no answer", report.DeclinedRightly),
        ("declined, where there is one", report.DeclinedWrongly),
        ("right after the schema mended them", report.Mended),
        ("right after the model was asked again", report.Repaired),
    ];

    private static void Section(StringBuilder page, string title, string name, IReadOnlyList<EvalGroup> groups)
    {
        Line(page, $"<h2>{title}</h2>");
        Shares(page, name, groups.Select(group => (group.Name, group.Right)));
    }

    private static void Shares(StringBuilder page, string name, IEnumerable<(string Name, Proportion Share)> rows)
    {
        Line(page, $"<div class=\"wide\"><table><thead><tr><th>{name}</th><th>Share</th><th>From 0 to 100 %</th></tr></thead><tbody>");
        foreach (var (title, share) in rows.Where(row => row.Share.Whole > 0))
        {
            var (low, width) = (share.Low * 100, (share.High - share.Low) * 100);
            var scale = FormattableString.Invariant($"<i style=\"left:{low:F1}%;width:{width:F1}%\"></i><b style=\"left:{share.Share * 100:F1}%\"></b>");
            Line(page, $"<tr><td>{Text(title)}</td><td>{Text(share.ToString())}</td><td><div class=\"scale\" aria-hidden=\"true\">{scale}</div></td></tr>");
        }

        page.Append("</tbody></table></div>\n");
    }

    private static void Faults(StringBuilder page, IReadOnlyList<EvalFaultGroup> faults)
    {
        page.Append("<h2>What went wrong</h2>\n<div class=\"wide\"><table><thead><tr><th>Kind</th><th>Cases</th><th>For instance</th></tr></thead><tbody>\n");
        foreach (var fault in faults)
        {
            Line(page, $"<tr><td>{Text(fault.Kind)}</td><td class=\"number\">{fault.Cases:N0}</td><td>{Text(string.Join(", ", fault.Ids))}</td></tr>");
        }

        page.Append("</tbody></table></div>\n");
    }

    private static void Cost(StringBuilder page, EvalCost cost)
    {
        page.Append("<h2>Cost</h2>\n");
        Line(page, $"<p>Draft: median {cost.DraftMsMedian:N0} ms, 95th percentile {cost.DraftMsP95:N0} ms, {cost.DraftMsTotal / 1000:N0} s in all.");
        Line(page, $"A model was asked {cost.ModelCalls:N0} times.");
        if (cost.PromptTokens is { } prompt)
        {
            Line(page, $"Tokens: {prompt:N0} of prompts ({cost.CachedTokens ?? 0:N0} of them known to the server), {cost.AnswerTokens ?? 0:N0} of answers.");
        }

        page.Append("</p>\n");
    }

    private static void Cases(StringBuilder page, IReadOnlyList<EvalOutcome> outcomes)
    {
        var wrong = outcomes.Where(outcome => outcome is { IsCorrect: false, Verdict: not EvalVerdict.GoldFailed }).ToList();
        page.Append("<h2>Cases that are not right</h2>\n");
        foreach (var outcome in wrong.Take(MostCases))
        {
            var fault = outcome.Fault is { Length: > 0 } kind ? $" <span class=\"soft\">{Text(kind)}</span>" : "";
            Line(page, $"<details><summary><code>{Text(outcome.Id)}</code>{fault} {Text(outcome.Question ?? "")}</summary>");
            foreach (var detail in new[] { outcome.Sql, outcome.Error }.Where(detail => !string.IsNullOrWhiteSpace(detail)))
            {
                Line(page, $"<pre>{Text(detail!)}</pre>");
            }

            page.Append("</details>\n");
        }

        if (wrong.Count > MostCases)
        {
            Line(page, $"<p>And {wrong.Count - MostCases:N0} more, in <code>outcomes.jsonl</code>.</p>");
        }
    }

    private static string Text(string value) => WebUtility.HtmlEncode(Excerpt.Of(value, LongestText));

    private static void Line(StringBuilder page, FormattableString line) => page.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
