using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Turns.Workspace;

/// <summary>Looks at the state file for <c>doctor</c>.</summary>
public sealed class StateInspection
{
    private readonly WorkspaceFile file;

    internal StateInspection(WorkspaceFile file) => this.file = file;

    /// <summary>What is wrong with state.db, every page of it included; null when nothing is. Changes nothing.</summary>
    public PipelineFailure? Find() => file.Examine();
}
