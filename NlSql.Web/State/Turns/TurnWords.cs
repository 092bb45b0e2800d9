using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Generation.Voting;
using NlSql.Core.Language.Lint;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Workspace;
using NlSql.Web.State.Words;

namespace NlSql.Web.State.Turns;

/// <summary>What the page says about a turn.</summary>
public static class TurnWords
{
    /// <summary>Who wrote it, in words.</summary>
    public static string Writer(string generator) => generator switch
    {
        "" => "",
        GeneratorNames.BuiltIn => "built-in translator",
        GeneratorNames.Analyst => "you",
        GeneratorNames.Caller => "a program",
        GeneratorNames.Memory => "what was kept",
        _ when generator.StartsWith("model:", StringComparison.Ordinal) => generator["model:".Length..],
        _ => generator,
    };

    /// <summary>The same within a sentence: <c>the built-in translator</c>.</summary>
    public static string WriterPhrase(string generator) => generator == "built-in" ? "the built-in translator" : Writer(generator);

    /// <summary>The badge of a vote: <c>2 of 3 drafts agree, the built-in translator's among them</c>.</summary>
    public static string Agreement(Agreement agreement)
    {
        var drafts = agreement.Counted == 1 ? "only 1 draft could be tried"
            : agreement.Agreeing == 1 ? $"no two of {agreement.Counted} drafts agree"
            : $"{agreement.Agreeing} of {agreement.Counted} drafts agree";
        return agreement switch
        {
            { Agreeing: 1 } => drafts,
            { Translator: true } => $"{drafts}, the built-in translator's among them",
            { Translator: false } => $"{drafts}, the built-in translator's does not",
            _ => drafts,
        };
    }

    /// <summary>Some draft gives other rows, or there was nothing to compare with.</summary>
    public static bool IsDisputed(Agreement agreement) => agreement.Agreeing < agreement.Counted || agreement.Counted == 1;

    /// <summary><c>Passed · 2 tables · reads about 48,000 rows, returns about 12</c>.</summary>
    public static string Passed(int? tables, PlanEstimate? estimate, NumberFormat numbers)
    {
        var words = "Passed";
        if (tables is > 0)
        {
            words += $" · {numbers.Count(tables.Value, "table", "tables")}";
        }

        if (estimate is not null)
        {
            var read = estimate.Tables.Sum(scan => scan.Rows);
            var guess = estimate.Tables.Any(scan => scan.IsGuess) ? " (a guess)" : "";
            words += read >= 1
                ? $" · reads {numbers.AboutRows(read)}{guess}, returns about {numbers.About(estimate.Rows)}"
                : $" · {numbers.AboutRows(estimate.Rows)}";
        }

        return words;
    }

    /// <summary>Tables of the approved statement, also for a stored turn whose verdict is not kept.</summary>
    public static int? Tables(TurnView view) =>
        view.ApprovedTables ?? view.Estimate?.Tables.Select(scan => scan.Relation).Distinct(StringComparer.Ordinal).Count();

    /// <summary><c>1,000 rows in 84 ms</c> and whether there are more.</summary>
    public static string Rows(StoredResult result, NumberFormat numbers) => result switch
    {
        { Partial: true } => $"{numbers.Count(result.RowCount, "row", "rows")} until it stopped; the result is partial",
        { Truncated: true } => $"First {numbers.Count(result.RowCount, "row", "rows")}, more exist",
        _ => Capital(numbers.Count(result.RowCount, "row", "rows")),
    };

    /// <summary>Which value a phrase of the question was taken for.</summary>
    public static string Value(ValueLink link, NumberFormat numbers) => link.Rows is { } rows
        ? $"“{link.Phrase}” is {link.Table}.{link.Column} = '{link.Value}' ({numbers.AboutRows(rows)})"
        : $"“{link.Phrase}” is {link.Table}.{link.Column} = '{link.Value}'";

    /// <summary>For the live region; empty when there is nothing to say.</summary>
    public static string Announce(TurnView view, NumberFormat numbers) => view.Status switch
    {
        TurnStatus.Drafting => "Writing SQL.",
        TurnStatus.WaitingForReview => "The SQL is ready for your review. Nothing has run yet.",
        TurnStatus.Refused => $"The SQL was refused: {view.Refusal?.Message}",
        TurnStatus.Declined => view.Draft?.Clarify?.Question ?? view.Draft?.Declined?.Reason ?? "The question cannot be answered.",
        TurnStatus.Running => "The query is running.",
        TurnStatus.Answered => view.Result is { } result ? $"The result is here: {Rows(result, numbers)}." : "Done.",
        TurnStatus.Stopped => "Stopped.",
        TurnStatus.Failed => $"It failed: {view.Failure?.Message}",
        _ => "",
    };

    /// <summary>Who has to act, as a heading.</summary>
    public static string Party(PipelineFailure failure) => failure.Party switch
    {
        FailureParty.Caller => "The request",
        FailureParty.Model => "The language model",
        FailureParty.Guard => "The guard",
        FailureParty.Database => "The database",
        _ => "This server",
    };

    /// <summary>The guard's rule for people: <c>function-not-listed</c> reads <c>Function not listed</c>.</summary>
    public static string Rule(GuardRefusal refusal) => Capital(refusal.Rule.Replace('-', ' '));

    public static string Kind(Core.Database.Catalog.RelationKind kind) => kind switch
    {
        Core.Database.Catalog.RelationKind.PartitionedTable => "partitioned table",
        Core.Database.Catalog.RelationKind.View => "view",
        Core.Database.Catalog.RelationKind.MaterializedView => "materialized view",
        Core.Database.Catalog.RelationKind.ForeignTable => "foreign table",
        _ => "table",
    };

    /// <summary>How many warnings there are, over the list of them and where it is folded away.</summary>
    public static string Warnings(int count) => count == 1 ? "One thing to look at" : $"{count} things to look at";

    /// <summary>What a rule of the lint is called on the page.</summary>
    public static string LintRule(string rule) => rule switch
    {
        LintRules.FanOut => "Rows counted more than once",
        LintRules.Chasm => "Branches that multiply",
        LintRules.JoinWithoutKey => "Join without a key",
        LintRules.NotInNull => "NOT IN and NULL",
        LintRules.IntegerDivision => "Whole-number division",
        LintRules.LastDay => "Last day left out",
        LintRules.LetterCase => "Other letters in the data",
        LintRules.UnknownValue => "Unknown value",
        LintRules.LimitWithoutOrder => "LIMIT without an order",
        LintRules.GroupByName => "Groups by a name",
        LintRules.CountNulls => "NULLs are not counted",
        LintRules.OtherDate => "Perhaps another date",
        LintRules.NotInForce => "Former rows count",
        _ => Capital(rule.Replace('-', ' ')),
    };

    public static string Stage(Core.Turns.Pipeline.PipelineStage stage) => stage switch
    {
        Core.Turns.Pipeline.PipelineStage.Retrieval => "Finding tables",
        Core.Turns.Pipeline.PipelineStage.Generation => "Writing the SQL",
        Core.Turns.Pipeline.PipelineStage.Guarding => "Guard",
        Core.Turns.Pipeline.PipelineStage.Estimating => "Planner's estimate",
        Core.Turns.Pipeline.PipelineStage.Execution => "Running",
        Core.Turns.Pipeline.PipelineStage.Recording => "Keeping it",
        _ => "Analysis",
    };

    private static string Capital(string words) => words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
}
