using System.Globalization;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Endpoints;
using NlSql.Core.Language.Generation.Chat;
using NlSql.Core.Language.Prompting;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Generation.Prompts;

/// <summary>Builds the messages that ask a model for SQL.</summary>
internal sealed class TranslationPrompt(
    PromptTemplates templates,
    SiteKnowledge site,
    SiteGlossary glossary,
    PromptTables tables,
    IOptions<ModelOptions> options,
    SessionClock clock)
{
    /// <summary>Examples take this part of the room at most.</summary>
    private const int ExamplesShare = 5;

    /// <summary>Builds the prompt within the room that LLM_CONTEXT_TOKENS leaves; what does not fit is left out and said.</summary>
    public BuiltPrompt Build(GenerationRequest request)
    {
        var sees = options.Value.Sees;
        var isShort = options.Value.IsShort;
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["question"] = isShort ? OneLine(request.Question) : DataFence.Around(request.Question),
            ["instructions"] = Given(site.Instructions.Append(request.Instructions), ""),
            ["glossary"] = Given(glossary.In(request.Question).Select(Entry), "-- "),
            ["examples"] = SimilarText.Of(request, sees, (options.Value.ContextTokens - options.Value.MaxTokens) / ExamplesShare),
            ["values"] = sees >= ModelSees.Samples ? Linked(request) : string.Empty,
            ["today"] = clock.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["calendar"] = Calendar(),
            ["best_guess"] = request.AnswerAlways ? "yes" : string.Empty,
        };
        var template = isShort ? templates.ShortTranslation : templates.Translation;
        var fixedTokens = template.Render(values).Sum(message => TokenEstimate.Of(message.Text));
        var room = options.Value.ContextTokens - options.Value.MaxTokens - fixedTokens;
        var budget = new PromptBudget(tables.Describe(request.Catalog, request.Schema, request.Question, sees, isShort, room), History(request, sees));
        budget.Fit(room);
        values["schema"] = budget.Schema();
        values["history"] = budget.History() is { Length: > 0 } history ? DataFence.Around(history) : string.Empty;
        return new BuiltPrompt(template.Render(values), fixedTokens + budget.Tokens, budget.Dropped())
        {
            TemplateHash = template.Hash,
            Tables = budget.Tables(),
            IsWhole = budget.IsWhole && budget.Tables().Count == request.Catalog.Tables.Count,
        };

        string Given(IEnumerable<string?> lines, string mark) => isShort
            ? string.Join('\n', lines.Where(line => !string.IsNullOrWhiteSpace(line)).Select(line => mark + OneLine(line!)))
            : Fenced(lines);

        // A value goes as it is stored, blanks and all: in the short form one of several lines is left out.
        string Linked(GenerationRequest of) => isShort
            ? string.Join('\n', Values(of).Where(line => !line.Any(IsControl)).Select(line => "-- " + line))
            : Fenced(Values(of));
    }

    /// <summary>
    /// With <see cref="ModelSees.Schema"/> earlier statements go without the values that they took from the database instead of from a question: the
    /// built-in translator and the healing write them.
    /// </summary>
    private static IReadOnlyList<PriorTurn> History(GenerationRequest request, ModelSees sees)
    {
        var answered = request.History.Where(turn => turn.IsAnswered).ToList();
        return sees >= ModelSees.Samples || answered.Count == 0 ? answered : StoredValues.TakenOut(answered, request.Question, request.Catalog);
    }

    /// <summary>What a model could not know of the house: its zone, weeks and fiscal years. Empty where all are the usual ones.</summary>
    private string Calendar()
    {
        var calendar = clock.Calendar;
        List<string> sentences = [];
        if (clock.Zone != SessionClock.DefaultZone)
        {
            sentences.Add($"The session's time zone is {clock.Zone}: days begin there.");
        }

        if (calendar.FirstWeekday != DayOfWeek.Monday)
        {
            sentences.Add($"Weeks begin on {calendar.FirstWeekday}; date_trunc('week', ...) begins them on Monday.");
        }

        if (calendar.HasOwnFiscalYear)
        {
            var month = CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(calendar.FiscalYearStart);
            sentences.Add(
                $"Fiscal years begin in {month} and have the number of the year in which they end; a year is a calendar year unless \"fiscal\" is said.");
        }

        return string.Join(' ', sentences);
    }

    /// <summary>Words of the question that stand in the data, where, and how one gets there from the table that the question is about.</summary>
    private static IEnumerable<string> Values(GenerationRequest request)
    {
        var about = request.Schema.Tables.FirstOrDefault(table => table.Reason == RetrievalReason.Matched)?.Table.Name;
        var ways = new KeyWays([.. request.Catalog.ForeignKeys, .. request.Schema.Joins]);
        return request.Schema.ValueLinks.Where(link => !IsPersonal(request.Catalog, link)).Select(link =>
        {
            var way = about is { } from && from != link.Table ? ways.Between(from, link.Table) : null;
            var place = $"{PromptName.Of(link.Table)}.{PromptName.Of(link.Column)}";
            return $"\"{OneLine(link.Phrase)}\": {place} = {SqlLiteral.Plain(link.Value)}{(way is null ? "" : $" (joined by {way})")}";
        });
    }

    private static bool IsPersonal(SchemaCatalog catalog, ValueLink link) =>
        catalog.Tables.FirstOrDefault(table => table.Name == link.Table)?.Columns.FirstOrDefault(column => column.Name == link.Column)?.IsPersonal == true;

    /// <summary><c>revenue (also turnover, sales) = sum(sales.orders.total_amount): Without cancelled orders</c></summary>
    private static string Entry(GlossaryTerm entry)
    {
        var also = entry.Synonyms.Count > 0 ? $" (also {string.Join(", ", entry.Synonyms)})" : string.Empty;
        var sql = string.IsNullOrWhiteSpace(entry.Sql) ? string.Empty : $" = {entry.Sql.Trim()}";
        var description = string.IsNullOrWhiteSpace(entry.Description) ? string.Empty : $": {entry.Description.Trim()}";
        return $"{entry.Term}{also}{sql}{description}";
    }

    /// <summary>Nothing in the short form says what a fence is: text from outside has a line for itself instead.</summary>
    private static string OneLine(string text) =>
        string.Join(' ', string.Concat(text.Select(c => IsControl(c) ? ' ' : c)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static bool IsControl(char sign) => char.IsControl(sign) || sign is '\u2028' or '\u2029';

    private static string Fenced(IEnumerable<string?> lines)
    {
        var text = string.Join('\n', lines.Where(line => !string.IsNullOrWhiteSpace(line)));
        return text.Length == 0 ? string.Empty : DataFence.Around(text);
    }
}
