using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Generation.Witnessing;
using NlSql.Core.Turns.Replay.Packs;
using NlSql.Core.Turns.Workspace.Traces;

namespace NlSql.Core.Turns.Replay.Playing;

/// <summary>A draft beside the one that was played again, in the order in which one thing leads to another.</summary>
internal static class DraftStages
{
    /// <param name="isAsked">A model was asked anew, so that its answers may differ.</param>
    public static IEnumerable<ReplayStage> Between(ReplayPack pack, TurnTrace before, PlayedDraft played, bool isAsked)
    {
        var now = played.Trace;
        yield return ReplayStage.Of("settings", Settings(before.Settings, now.Settings, isAsked));
        yield return ReplayStage.Of("schema", Schema(before, now));
        yield return ReplayStage.Of("tables", Differing.Lists("The tables that were found", Names(before), Names(now)));
        yield return ReplayStage.Of("values", Differing.Lists("The values that were recognised", Values(before), Values(now)));
        foreach (var stage in Calls(before, now, isAsked))
        {
            yield return stage;
        }

        yield return ReplayStage.Of("votes", Differing.Lists("The votes", before.Votes.Select(Vote), now.Votes.Select(Vote)));
        yield return ReplayStage.Of("draft", Drafts(pack, played));
    }

    private static IEnumerable<string?> Settings(GenerationSettings before, GenerationSettings now, bool isAsked) =>
    [
        isAsked ? Differing.Value("The model", before.Model, now.Model) : null,
        isAsked ? Differing.Value("What is said of a model that is not used", before.Note, now.Note) : null,
        Differing.Value("GENERATOR_ORDER", before.Order, now.Order),
        Differing.Value("MODEL_SEES", before.Sees, now.Sees),
        Differing.Value("PROMPT_FORM", before.Form, now.Form),
        Differing.Value("LLM_VOTES", before.Votes, now.Votes),
        Differing.Value("LLM_VOTES_BUILT_IN", before.TranslatorVotes, now.TranslatorVotes),
        Differing.Value("LLM_REPAIRS", before.Repairs, now.Repairs),
        Differing.Value("LLM_TEMPERATURE", before.Temperature, now.Temperature),
        Differing.Value("LLM_MAX_TOKENS", before.MaxTokens, now.MaxTokens),
        Differing.Value("LLM_CONTEXT_TOKENS", before.ContextTokens, now.ContextTokens),
        Differing.Value("TIME_ZONE", before.Zone, now.Zone),
        Differing.Value("The day", before.Today, now.Today),
    ];

    private static IEnumerable<string?> Schema(TurnTrace before, TurnTrace now)
    {
        if (before.CatalogHash == now.CatalogHash)
        {
            yield break;
        }

        var tables = now.Tables.ToDictionary(table => table.Name, StringComparer.Ordinal);
        // Of the tables that were found last no columns are noted.
        var changed = before.Tables.Select(table => table.Columns.Count > 0 && tables.GetValueOrDefault(table.Name) is { Columns.Count: > 0 } found
            ? Differing.Lists($"The columns of {table.Name}", table.Columns, found.Columns)
            : null).OfType<string>().ToList();
        var which = before.Database == now.Database ? "The schema is another" : $"The database was {before.Database ?? "none"} and is {now.Database ?? "none"}";
        yield return changed.Count > 0
            ? $"{which}: {char.ToLowerInvariant(changed[0][0])}{changed[0][1..]}"
            : $"{which}: its fingerprint was {Start(before.CatalogHash)} and is {Start(now.CatalogHash)}.";
        foreach (var more in changed.Skip(1))
        {
            yield return more;
        }
    }

    private static IEnumerable<ReplayStage> Calls(TurnTrace before, TurnTrace now, bool isAsked)
    {
        if (before.ExchangesLeftOut > 0)
        {
            yield return ReplayStage.NotCompared("model", "Its prompts and answers were too long to be kept.");
            yield break;
        }

        for (var i = 0; i < Math.Min(before.Exchanges.Count, now.Exchanges.Count); i++)
        {
            var (was, @is) = (before.Exchanges[i], now.Exchanges[i]);
            var call = before.Exchanges.Count == 1 && now.Exchanges.Count == 1 ? "" : FormattableString.Invariant($" {i + 1}");
            yield return ReplayStage.Of($"prompt{call}", Prompt(was, @is));
            if (isAsked)
            {
                yield return ReplayStage.Of(
                    $"answer{call}",
                    Differing.Lines("The model's answer", was.Answer, @is.Answer),
                    Differing.Value("How it failed", was.Failure?.Type, @is.Failure?.Type));
            }

            yield return ReplayStage.Of($"mending{call}", Mending(was.Step, @is.Step));
        }

        if (before.Exchanges.Count != now.Exchanges.Count)
        {
            yield return ReplayStage.Of("calls", Differing.Value("How often the model is asked", before.Exchanges.Count, now.Exchanges.Count));
        }
    }

    private static IEnumerable<string?> Prompt(ModelExchange before, ModelExchange now)
    {
        yield return before.TemplateHash == now.TemplateHash ? null : $"The template was {Start(before.TemplateHash)} and is {Start(now.TemplateHash)}.";
        yield return Differing.Value("The number of its messages", before.Messages.Count, now.Messages.Count);
        for (var i = 0; i < Math.Min(before.Messages.Count, now.Messages.Count); i++)
        {
            yield return Differing.Lines($"The {now.Messages[i].Role} message", before.Messages[i].Text, now.Messages[i].Text);
        }

        yield return Differing.Value("The temperature", before.Temperature, now.Temperature);
        yield return Differing.Value("The seed", before.Seed, now.Seed);
    }

    private static IEnumerable<string?> Mending(DraftStep? before, DraftStep? now) =>
    [
        Differing.Lines("The statement that was read out of the answer", before?.Sql, now?.Sql),
        Differing.Lists("The corrections", Clauses(before), Clauses(now)),
        Differing.Lines("The mended statement", before?.Mended, now?.Mended),
        Differing.Lines("What guard and planner say against it", before?.Fault, now?.Fault),
    ];

    private static IEnumerable<string?> Drafts(ReplayPack pack, PlayedDraft played)
    {
        var (before, now) = (pack.Turn.Draft, played.Draft);
        if (before is null || now is null)
        {
            return [Differing.Value("How drafting ended", before is null ? pack.Turn.Failure?.Type : "draft", now is null ? played.Failure?.Type : "draft")];
        }

        return
        [
            Differing.Value("Its writer", before.Generator, now.Generator),
            Differing.Lines("The statement", before.Sql, now.Sql),
            Differing.Lines("Why it is declined", before.Declined?.Reason, now.Declined?.Reason),
            Differing.Lines("What is asked back", before.Clarify?.Question, now.Clarify?.Question),
            Differing.Lists("What was understood", before.Understood.Select(Reading), now.Understood.Select(Reading)),
            Differing.Lists("The words that were not understood", before.NotUnderstood, now.NotUnderstood),
            Differing.Lists("The notes", before.Notes, now.Notes),
            Differing.Value("Its confidence", before.Confidence, now.Confidence),
        ];
    }

    private static IEnumerable<string> Names(TurnTrace trace) => trace.Tables.Select(table => table.Name);

    private static IEnumerable<string> Values(TurnTrace trace) => trace.Values.Select(value => $"{value.Phrase} as {value.Place} = {value.Value}");

    private static IEnumerable<string> Clauses(DraftStep? step) => (step?.Corrections ?? []).Select(correction => correction.Clause);

    private static string Vote(DraftVote vote) => vote.Group is { } group
        ? FormattableString.Invariant($"{vote.Writer}: group {group + 1}, {vote.Rows} rows of {vote.Columns} columns")
        : $"{vote.Writer}: not tried";

    private static string Reading(Understanding reading) => reading.Phrase.Length > 0 ? $"{reading.Phrase} = {reading.Meaning}" : reading.Meaning;

    private static string Start(string? hash) => hash is null ? "none" : hash[..Math.Min(12, hash.Length)];
}
