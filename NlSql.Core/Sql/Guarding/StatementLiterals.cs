using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding;

/// <summary>The texts that a statement holds as constants.</summary>
internal static class StatementLiterals
{
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

            var changed = statement.Rewrite(node => node.Kind == "String" || node.Node("sval") is not { } text ? node : Changed(node, text, change));
            return ReferenceEquals(changed, statement) ? sql : SqlFormatter.Print(changed);
        }
        catch (InsufficientExecutionStackException)
        {
            return null;
        }
    }

    private static ParseNode Changed(ParseNode constant, ParseNode text, Func<int, string, string> change) =>
        change(constant.Location, text.Text("sval")) is var value && value == text.Text("sval") ? constant : constant.With("sval", text.With("sval", value));
}
