using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding;

/// <summary>The texts that a statement holds as constants.</summary>
internal static class StatementLiterals
{
    /// <summary>The statement with other texts, printed for people; as it is when none changes, null when it cannot be read or printed.</summary>
    public static string? Replace(string sql, Func<string, string> change)
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

    private static ParseNode Changed(ParseNode constant, ParseNode text, Func<string, string> change) =>
        change(text.Text("sval")) is var value && value == text.Text("sval") ? constant : constant.With("sval", text.With("sval", value));
}
