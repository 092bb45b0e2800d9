using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Printing;

/// <summary>The tree holds something that the printer does not know; the guard refuses the statement.</summary>
internal sealed class NotPrintableException : Exception
{
    public NotPrintableException(ParseNode node, string what)
        : base($"{node.Kind}: {what}") => Node = node;

    public ParseNode Node { get; }
}
