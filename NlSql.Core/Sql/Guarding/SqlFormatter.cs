using NlSql.Core.Sql.Printing;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding;

/// <summary>Lays SQL out for people.</summary>
public interface ISqlFormatter
{
    /// <summary>
    /// One query with a line a clause and without <c>pg_catalog.</c> before every function. A text that is anything else, or that could
    /// not be printed faithfully, comes back unchanged. Says nothing about whether it may run. Comments are not kept.
    /// </summary>
    string Format(string sql);
}

/// <inheritdoc />
internal sealed class SqlFormatter : ISqlFormatter
{
    /// <inheritdoc />
    public string Format(string sql)
    {
        try
        {
            return StatementReader.ReadOne(sql) is { } statement ? Print(statement) ?? sql : sql;
        }
        catch (InsufficientExecutionStackException)
        {
            return sql;
        }
    }

    /// <summary>Null when the text for people would not be read back as the same statement.</summary>
    internal static string? Print(ParseNode statement)
    {
        try
        {
            var shortened = ResolvedNames.Shorten(statement);
            var text = SqlPrinter.Print(shortened, PrintStyle.ForPeople);
            return StatementReader.ReadOne(text) is { } again && ParseTreeComparer.Same(shortened, ResolvedNames.Shorten(again)) ? text : null;
        }
        catch (NotPrintableException)
        {
            return null;
        }
    }
}
