using System.Text;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Language.Analysis.Profile;
using NlSql.Core.Language.Generation.Chat;
using NlSql.Core.Language.Prompting;
using NlSql.Core.Sql.Guarding;

namespace NlSql.Core.Language.Analysis.Model;

/// <summary>Builds the messages that ask a model to read a result. Only to be used where MODEL_SEES is <c>rows</c>.</summary>
internal sealed class AnalysisPrompt(PromptTemplates templates, ISqlFormatter formatter, IOptions<ModelOptions> options, NumberFormat numbers)
{
    private const int LongestCell = 120;

    /// <param name="profile">What was computed of the rows, as text.</param>
    public BuiltPrompt Build(AnalysisRequest request, string profile)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["question"] = DataFence.Around(request.Question),
            ["sql"] = formatter.Format(request.Sql).Replace("```", "'''", StringComparison.Ordinal),
            ["profile"] = DataFence.Around(profile),
            ["marks"] = numbers.Sample == NumberFormat.Neutral.Sample ? string.Empty : numbers.Sample,
        };
        var fixedTokens = templates.Analysis.Render(values).Sum(message => TokenEstimate.Of(message.Text));
        var (table, rows) = Table(request, options.Value.ContextTokens - options.Value.MaxTokens - fixedTokens);
        values["rows"] = DataFence.Around(table);
        var isPart = rows < request.Rows.Count || request.Result.Truncated || request.Result.Partial;
        values["partial"] = isPart
            ? FormattableString.Invariant($"These are the first {rows} rows only; there are more. Say so where it matters.")
            : string.Empty;
        var dropped = rows < request.Rows.Count
            ? FormattableString.Invariant($"The model saw the first {rows} of {request.Rows.Count} rows and the profile of all of them (LLM_CONTEXT_TOKENS).")
            : null;
        return new BuiltPrompt(templates.Analysis.Render(values), fixedTokens + TokenEstimate.Of(table), dropped);
    }

    private static (string Text, int Rows) Table(AnalysisRequest request, int limit)
    {
        var text = new StringBuilder().AppendJoin('\t', request.Result.Columns.Select(column => Cell(column.Name)));
        var tokens = TokenEstimate.Of(text.ToString());
        var rows = 0;
        foreach (var row in request.Rows)
        {
            var line = "\n" + string.Join('\t', row.Select(cell => cell is null ? "NULL" : Cell(CellValues.Text(cell))));
            tokens += TokenEstimate.Of(line);
            if (tokens > limit && rows > 0)
            {
                break;
            }

            text.Append(line);
            rows++;
        }

        return (text.ToString(), rows);
    }

    private static string Cell(string text)
    {
        var line = text.Replace('\t', ' ').Replace('\n', ' ').Replace('\r', ' ');
        return line.Length > LongestCell ? line[..LongestCell] + "…" : line;
    }
}
