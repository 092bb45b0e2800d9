using System.Runtime.CompilerServices;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Pipeline.Drafting;

namespace NlSql.Core.Turns.Pipeline;

/// <summary>Turns away what is no question before anything is recorded.</summary>
internal sealed class CheckingPipeline(IQuestionPipeline inner) : IQuestionPipeline
{
    /// <inheritdoc />
    public IAsyncEnumerable<PipelineEvent> DraftAsync(DraftRequest request, CancellationToken cancellationToken) =>
        (QuestionCheck.Find(request.Question) ?? QuestionCheck.FindIn(request.Instructions)) is { } failure
            ? FailAsync(failure, cancellationToken)
            : inner.DraftAsync(request, cancellationToken);

    /// <inheritdoc />
    public IAsyncEnumerable<PipelineEvent> RunAsync(RunRequest request, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(request.Sql)
            ? FailAsync(new(FailureParty.Caller, FailureTypes.SqlSyntax, "The SQL is empty.", "Write one SELECT statement."), cancellationToken)
            : inner.RunAsync(request, cancellationToken);

    private static async IAsyncEnumerable<PipelineEvent> FailAsync(PipelineFailure failure, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.WaitAsync(cancellationToken).ConfigureAwait(false);
        yield return new TurnFailed(failure);
    }
}
