using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Turns.Workspace.Memory;

/// <summary>
/// Pairs of question and SQL that people kept, in the state file. Throws <see cref="PipelineFailureException"/> (state-unusable) where that cannot be used.
/// </summary>
public interface IVerifiedPairs
{
    /// <summary>The analyst's own pairs of a database and what others share of it, the newest first.</summary>
    Task<IReadOnlyList<VerifiedPair>> ListAsync(string analyst, string databaseId, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps a pair. The same one of the same owner is only made newer, and an edit takes the place of an earlier edit of the same question.
    /// </summary>
    /// <param name="pair">Its id, time and owner's sharing of before are not looked at.</param>
    Task<VerifiedPair> KeepAsync(VerifiedPair pair, CancellationToken cancellationToken);

    /// <summary>False when this analyst has none of that id.</summary>
    Task<bool> DeleteAsync(string id, string analyst, CancellationToken cancellationToken);

    /// <summary>Lets it serve everybody, or ends that. False when this analyst has none of that id.</summary>
    Task<bool> ShareAsync(string id, string analyst, bool isShared, CancellationToken cancellationToken);
}
