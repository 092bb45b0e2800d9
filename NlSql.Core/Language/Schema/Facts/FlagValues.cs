namespace NlSql.Core.Language.Schema.Facts;

/// <summary>What stands for yes and no in a column that is a flag, in PostgreSQL's text form: <c>true</c>/<c>false</c>, <c>1</c>/<c>0</c>, <c>Y</c>/<c>N</c>.</summary>
/// <param name="Evidence">Why the column was taken for a flag, for people.</param>
public sealed record FlagValues(string Yes, string No, string Evidence);
