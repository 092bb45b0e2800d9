namespace NlSql.Core.Language.Generation.Witnessing;

/// <summary>A draft that was tried for a vote.</summary>
/// <param name="Writer">Its generator's name.</param>
/// <param name="Group">From 0: drafts with the same number gave the same rows; null where it could not be tried, and had no vote.</param>
/// <param name="Rows">How many it gave; null where it could not be tried. The rows themselves are not kept.</param>
/// <param name="Columns">How many it gave; null where it could not be tried.</param>
public sealed record DraftVote(string Writer, string Sql, int? Group, int? Rows, int? Columns);
