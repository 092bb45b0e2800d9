namespace NlSql.Core.Database.Execution.Export;

/// <summary>A sink whose format is text anyway: it takes PostgreSQL's text form and spares the way there and back.</summary>
internal interface ITextRowSink : IRowSink
{
    /// <summary>One row; it is reused by the caller after the call.</summary>
    ValueTask WriteTextAsync(TextRow row, CancellationToken cancellationToken);
}
