namespace NlSql.Core.Foundation.Failures;

/// <summary>Carries a <see cref="PipelineFailure"/> to the host that shows it.</summary>
public sealed class PipelineFailureException : Exception
{
    /// <summary>Wraps <paramref name="failure"/>; <paramref name="inner"/> is for the log only.</summary>
    public PipelineFailureException(PipelineFailure failure, Exception? inner = null)
        : base(failure.Message, inner) => Failure = failure;

    /// <summary>What is shown.</summary>
    public PipelineFailure Failure { get; }
}
