using System.Text.Json;
using NlSql.Core.Foundation.Texts;
using NlSql.Core.Sql.Grammar;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding;

/// <summary>From text to statements, or to the refusal that says why there are none.</summary>
internal static class StatementReader
{
    /// <summary>UTF-16 length of a token that PostgreSQL could not read, as a refusal repeats it.</summary>
    private const int LongestToken = 80;

    /// <summary>Null when <paramref name="statements"/> could be read.</summary>
    /// <param name="source">The text.</param>
    /// <param name="statements">What was read.</param>
    /// <param name="isOurs">A piece of the program's own: never refused because others are being read.</param>
    public static GuardRefusal? Read(SourceText source, out IReadOnlyList<RawStatement> statements, bool isOurs = false)
    {
        statements = [];
        if (CostlyText.Find(source.Utf8) is { } costly)
        {
            return costly.Cost == Cost.ManyWords ? TooMany(source, costly) : TooSlow(source, costly);
        }

        IReadOnlyList<RawStatement> trees = [];
        GrammarReply reply;
        try
        {
            reply = PostgresGrammar.Parse(source, isOurs, json => trees = ParseTreeReader.Read(json));
            if (reply.Status == GrammarStatus.SyntaxError
                && Comments.Blanked(source) is { } plain
                && PostgresGrammar.Parse(plain, isOurs, json => trees = ParseTreeReader.Read(json)) is { Status: not GrammarStatus.SyntaxError } again)
            {
                reply = again;
            }
        }
        catch (JsonException)
        {
            return TooDeep();
        }

        switch (reply.Status)
        {
            case GrammarStatus.Ok:
                statements = trees;
                return null;
            case GrammarStatus.SyntaxError:
                var start = source.FromCodePoint(reply.Position);
                var at = start is { } place && PostgresGrammar.ScanFrom(source, place, tokens => tokens.Count > 0) is [var token, ..] ? token : default;
                return new GuardRefusal(
                    GuardRules.Syntax,
                    $"PostgreSQL cannot read this: {Shortened(reply.Text)}.",
                    null,
                    start,
                    start is null ? null : at.Length);
            case GrammarStatus.TooLong:
                return new GuardRefusal(
                    GuardRules.TooLong,
                    $"The text has {source.Utf8.Length} bytes; more than {PostgresGrammar.MaxBytes} are not looked at.");
            case GrammarStatus.TooSlow:
                return new GuardRefusal(
                    GuardRules.TooSlow,
                    "PostgreSQL's grammar takes too long to read this; take out comments within comments and long runs of signs, or split the statement.");
            case GrammarStatus.OutOfMemory:
                return new GuardRefusal(GuardRules.TooLong, "The statement needs more memory to be read than there is for one; make it shorter.");
            case GrammarStatus.Busy:
                return Busy();
            default:
                return TooDeep();
        }
    }

    /// <summary>The one query of a text of our own; null when it is anything else.</summary>
    public static ParseNode? ReadOne(string sql) =>
        SourceText.From(sql) is { } source && Read(source, out var statements, isOurs: true) is null && statements is [{ Node.Kind: "SelectStmt" } only]
            ? only.Node
            : null;

    public static GuardRefusal Busy() =>
        new(GuardRules.Busy, "So many statements are being read at this moment that this one had to wait too long; nothing is wrong with it. Send it again.");

    public static GuardRefusal TooDeep() =>
        new(GuardRules.TooDeep, "The statement is nested too deeply, or too large, to be checked; split it with WITH, or shorten long chains of operators.");

    /// <summary>PostgreSQL repeats the token at which it stopped, however long that is.</summary>
    private static string Shortened(string sentence)
    {
        const string Near = "near \"";
        const string Cut = "…\"";
        var token = sentence.IndexOf(Near, StringComparison.Ordinal) + Near.Length;
        return token < Near.Length ? sentence : Excerpt.Of(sentence, token + LongestToken + Cut.Length, Cut);
    }

    private static GuardRefusal TooMany(SourceText source, CostlyPlace costly) => new(
        GuardRules.TooLong,
        FormattableString.Invariant($"The text has more than {CostlyText.MostWords:N0} words and signs, commas aside; more are not looked at."),
        null,
        source.FromUtf8(costly.Start));

    private static GuardRefusal TooSlow(SourceText source, CostlyPlace costly)
    {
        var start = source.FromUtf8(costly.Start);
        var message = costly.Cost switch
        {
            Cost.NestedComments => $"More than {CostlyText.MostComments} comments are opened one within the other; take them out.",
            Cost.ChainedComments => $"More than {CostlyText.MostComments} comments follow one another without a space; take them out.",
            _ => $"{costly.Length} operator characters follow one another; PostgreSQL has no operator above {CostlyText.LongestOperator}.",
        };
        return new GuardRefusal(GuardRules.TooSlow, message, null, start, source.FromUtf8(costly.Start + costly.Length) - start);
    }
}
