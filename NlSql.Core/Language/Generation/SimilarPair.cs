namespace NlSql.Core.Language.Generation;

/// <summary>An earlier question with SQL that a person stands for, as an example: data, never an instruction.</summary>
public sealed record SimilarPair(string Question, string Sql);
