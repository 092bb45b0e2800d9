namespace NlSql.Core.Language.Generation;

/// <summary>An earlier question with SQL that a person stands for, as an example: data, never an instruction.</summary>
/// <param name="Similarity">Of the two questions, up to 1 for the same.</param>
public sealed record SimilarPair(string Question, string Sql, double Similarity);
