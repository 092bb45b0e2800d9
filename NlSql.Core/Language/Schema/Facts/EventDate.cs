namespace NlSql.Core.Language.Schema.Facts;

/// <summary>A date of a row, with what happened then.</summary>
/// <param name="Verbs">How people say it ("hired", "joined"), with the words of the column itself.</param>
/// <param name="IsDefault">It is the date that is meant where none is named: "orders in 2024". One a table at most.</param>
/// <param name="IsPlanned">It says when something ought to happen rather than when it did.</param>
/// <param name="Evidence">For people.</param>
internal sealed record EventDate(ColumnNode Column, IReadOnlyList<string> Verbs, bool IsDefault, bool IsPlanned, string Evidence)
{
    /// <summary>It says when a row came to be, rather than what became of it later, what is planned, or when its person was born.</summary>
    public bool IsFirst { get; init; }
}
