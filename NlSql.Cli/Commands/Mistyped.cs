using System.CommandLine;
using System.CommandLine.Parsing;
using NlSql.Cli.Output;

namespace NlSql.Cli.Commands;

/// <summary>The two slips of the keyboard that the parser would report as something else: a misspelt option and missing quotes.</summary>
internal static class Mistyped
{
    /// <summary>A sentence about the slip; null when there is none.</summary>
    public static string? Find(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command.Arguments is not [var text, ..])
        {
            return null;
        }

        // What stands behind -- is text, whatever it looks like; so is SQL that begins with a comment.
        var option = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).FirstOrDefault(token =>
            token.Type == TokenType.Argument && token.Value is ['-', '-', _, ..] && !token.Value.Any(char.IsWhiteSpace));
        if (option is not null)
        {
            var known = command.Options.Where(one => !one.Hidden && one.Name.StartsWith("--", StringComparison.Ordinal)).Select(one => one.Name);
            return Printable.Line($"There is no option {option.Value} of nlsql {command.Name}; it knows {string.Join(", ", known)}.");
        }

        if (parsed.UnmatchedTokens.Count == 0)
        {
            return null;
        }

        var words = parsed.CommandResult.Tokens.Select(token => token.Value).Concat(parsed.UnmatchedTokens);
        return Printable.Line($"Put the {text.Name} in quotes: nlsql {command.Name} \"{string.Join(' ', words)}\"");
    }
}
