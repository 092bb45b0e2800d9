using NlSql.Core.Sql.Grammar;
using NlSql.Core.Sql.Guarding.Rules;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding;

/// <summary>Turns what a rule found into the refusal that every host shows: with its place in the text and a legal rewrite where there is one.</summary>
internal sealed class RefusalWriter
{
    /// <summary>Bytes of a text that is rewritten: each repair takes as long as a verdict, and nobody reads a longer one in a message.</summary>
    private const int LongestRewritten = 20_000;

    private readonly SourceText source;
    private readonly GuardScope scope;

    /// <summary>A place or a rewrite is missing that there may be on a less busy machine.</summary>
    private bool isCutShort;

    public RefusalWriter(SourceText source, GuardScope scope)
    {
        this.source = source;
        this.scope = scope;
    }

    private bool IsShort => source.Utf8.Length <= LongestRewritten;

    public GuardRefusal Of(Violation violation, ParseNode statement)
    {
        var (start, length) = Place(violation);
        var rewrite = IsShort ? Noted(LegalRewrite.Of(statement, violation, scope, out var isCut), isCut) : null;
        return new GuardRefusal(violation.Rule, violation.Message, violation.Node.Kind, start, length, rewrite) { IsOfTheMoment = isCutShort };
    }

    public GuardRefusal SeveralStatements(IReadOnlyList<RawStatement> statements)
    {
        var (start, length) = Span(statements[1]);
        return new GuardRefusal(
            GuardRules.SeveralStatements,
            $"The text holds {statements.Count} statements; exactly one may be run.",
            "ParseResult",
            start,
            length,
            IsShort ? Rewritten(statements[0].Node) : null) { IsOfTheMoment = isCutShort };
    }

    public GuardRefusal NotAQuery(RawStatement statement)
    {
        var (start, length) = Span(statement);
        return new GuardRefusal(
            GuardRules.NotAQuery,
            $"The statement is {StatementNames.Of(statement.Node.Kind)}; only a query (SELECT, VALUES, TABLE or WITH) may be run.",
            statement.Node.Kind,
            start,
            length,
            IsShort && statement.Node.Node("query") is { Kind: "SelectStmt" } query ? Rewritten(query) : null) { IsOfTheMoment = isCutShort };
    }

    private string? Rewritten(ParseNode statement) => Noted(LegalRewrite.Of(statement, scope, out var isCut), isCut);

    private string? Noted(string? rewrite, bool isCut)
    {
        isCutShort |= isCut;
        return rewrite;
    }

    /// <summary>Tokens of a text that was read before, so that there are some.</summary>
    private IReadOnlyList<SqlToken> Noted(IReadOnlyList<SqlToken> tokens)
    {
        isCutShort |= tokens.Count == 0;
        return tokens;
    }

    /// <summary>A statement without the white space and comments around it.</summary>
    private (int Start, int Length) Span(RawStatement statement)
    {
        var from = source.FromUtf8(statement.Location);
        var to = statement.Length > 0 ? source.FromUtf8(statement.Location + statement.Length) : source.Text.Length;
        var tokens = Noted(PostgresGrammar.Scan(source))
            .Where(token => token.Start >= from && token.Start + token.Length <= to && !Comments.Is(source, token))
            .ToList();
        return tokens.Count == 0 ? (from, to - from) : (tokens[0].Start, tokens[^1].Start + tokens[^1].Length - tokens[0].Start);
    }

    private (int? Start, int? Length) Place(Violation violation)
    {
        if (violation.Node.Kind == "LockingClause")
        {
            return LockPlace();
        }

        if (Location(violation.Node) is not { } location)
        {
            return (null, null);
        }

        var start = source.FromUtf8(location);
        return (start, NameLength(start));
    }

    /// <summary>A locking clause carries no location: the last FOR that one of its words follows.</summary>
    private (int? Start, int? Length) LockPlace()
    {
        var tokens = Noted(PostgresGrammar.Scan(source));
        for (var i = tokens.Count - 2; i >= 0; i--)
        {
            if (Is(tokens[i], "FOR") && (Is(tokens[i + 1], "UPDATE") || Is(tokens[i + 1], "SHARE") || Is(tokens[i + 1], "NO") || Is(tokens[i + 1], "KEY")))
            {
                return (tokens[i].Start, tokens[i + 1].Start + tokens[i + 1].Length - tokens[i].Start);
            }
        }

        return (null, null);
    }

    private bool Is(SqlToken token, string word) => source.Text.AsSpan(token.Start, token.Length).Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>The node's own location, or the first one below it.</summary>
    private static int? Location(ParseNode node)
    {
        if (node.Location >= 0)
        {
            return node.Location;
        }

        foreach (ref readonly var field in node.Fields)
        {
            var below = field.Value switch
            {
                ParseNode child => Location(child),
                ParseNode[] list => list.Select(Location).FirstOrDefault(place => place is not null),
                _ => null,
            };
            if (below is not null)
            {
                return below;
            }
        }

        return null;
    }

    /// <summary>Length of the token there, or of the whole dotted name that begins there.</summary>
    private int NameLength(int start)
    {
        var tokens = Noted(PostgresGrammar.ScanFrom(source, start, seen => NameEnd(seen) + 1 is var next && next < seen.Count && !Is(seen[next], ".")));
        if (tokens.Count == 0 || tokens[0].Start != start)
        {
            return 0;
        }

        var last = tokens[NameEnd(tokens)];
        return last.Start + last.Length - start;
    }

    /// <summary>Index of the last token of the dotted name that these tokens begin with.</summary>
    private int NameEnd(IReadOnlyList<SqlToken> tokens)
    {
        var index = 0;
        while (index + 2 < tokens.Count && Is(tokens[index + 1], "."))
        {
            index += 2;
        }

        return index;
    }
}
