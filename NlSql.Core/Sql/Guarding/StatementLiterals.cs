using System.Text.RegularExpressions;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding;

/// <summary>
/// The texts that a statement holds as constants. Where PostgreSQL itself takes a word for a field, a format, a zone or a span of time, and it can be one, it
/// is a word of PostgreSQL's own and none of them.
/// </summary>
internal static partial class StatementLiterals
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    /// <summary>The statement with other texts, printed for people; as it is when none changes, null when it cannot be read or printed.</summary>
    public static string? Replace(string sql, Func<string, string> change) => Replace(sql, (_, literal) => change(literal));

    /// <inheritdoc cref="Replace(string, Func{string, string})"/>
    /// <param name="change">Given where the constant stands, as <see cref="ParseNode.Location"/>, and its text.</param>
    public static string? Replace(string sql, Func<int, string, string> change)
    {
        try
        {
            if (StatementReader.ReadOne(sql) is not { } statement)
            {
                return null;
            }

            var words = Words(statement);
            var changed = statement.Rewrite(node =>
                node.Kind == "String" || node.Node("sval") is not { } text || words.Contains(node) ? node : Changed(node, text, change));
            return ReferenceEquals(changed, statement) ? sql : SqlFormatter.Print(changed);
        }
        catch (InsufficientExecutionStackException)
        {
            return null;
        }
    }

    /// <summary>The statement without what somebody wrote beside it; null when it cannot be read or printed.</summary>
    public static string? WithoutComments(string sql)
    {
        if (!sql.Contains("--", StringComparison.Ordinal) && !sql.Contains("/*", StringComparison.Ordinal))
        {
            return sql;
        }

        try
        {
            // From the tree: a scanner that is busy would find none.
            return StatementReader.ReadOne(sql) is { } statement ? SqlFormatter.Print(statement) : null;
        }
        catch (InsufficientExecutionStackException)
        {
            return null;
        }
    }

    private static ParseNode Changed(ParseNode constant, ParseNode text, Func<int, string, string> change) =>
        change(constant.Location, text.Text("sval")) is var value && value == text.Text("sval") ? constant : constant.With("sval", text.With("sval", value));

    private static HashSet<ParseNode> Words(ParseNode statement)
    {
        HashSet<ParseNode> words = new(ReferenceEqualityComparer.Instance);
        _ = statement.Rewrite(node =>
        {
            if (Word(node) is { } word)
            {
                words.Add(word);
            }

            return node;
        });
        return words;
    }

    private static ParseNode? Word(ParseNode node) => node.Kind switch
    {
        "FuncCall" when node.List("args") is [var first, var second, ..] && node.Names("funcname") is [.., var function] => function switch
        {
            "date_trunc" or "date_part" or "extract" => If(first, Field()),
            "timezone" => If(first, Zone()),
            "to_char" or "to_date" or "to_timestamp" => If(second, Format()),
            _ => null,
        },
        "TypeCast" when node.Node("typeName")?.Names("names") is [.., "interval"] && node.Node("arg") is { } span => If(span, Span()),
        _ => null,
    };

    private static ParseNode? If(ParseNode constant, Regex word) => word.IsMatch(constant.Node("sval")?.Text("sval") ?? "") ? constant : null;

    [GeneratedRegex(@"\A(microseconds?|milliseconds?|seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?|decades?|century|centuries|millennium"
        + @"|epoch|dow|doy|isodow|isoyear|julian|timezone|timezone_hour|timezone_minute)\z", Linear | RegexOptions.IgnoreCase)]
    private static partial Regex Field();

    /// <summary>As UTC, +02 or Europe/Berlin.</summary>
    [GeneratedRegex(@"\A(UTC|GMT|[+-][0-9]{1,2}(:?[0-9]{2})?"
        + @"|(Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc)/[A-Za-z0-9_/+-]{1,40})\z", Linear)]
    private static partial Regex Zone();

    /// <summary>Template patterns of dates and numbers, with what stands between them; words in quotes are none.</summary>
    [GeneratedRegex(@"\A(FM|TH|th|TM|HH24|HH12|HH|MI|SS|MS|US|AM|PM|am|pm|Y,YYY|I?Y{1,4}|IYYY|IYY|IY|MONTH|Month|month|MON|Mon|mon|MM|DAY|Day|day|DY|Dy|dy"
        + @"|DDD|DD|D|ID|IDDD|WW|W|IW|CC|J|Q|RM|TZ|OF|T|[09GDLSBPVR#.,:/ _-]|""T""|""Q""|""W"")+\z", Linear)]
    private static partial Regex Format();

    [GeneratedRegex(@"\A[+-]?[0-9]{1,6} *(microsecond|millisecond|second|minute|hour|day|week|month|quarter|year|decade)s?\z", Linear)]
    private static partial Regex Span();
}
