namespace NlSql.Core.Turns.Workspace.Memory;

/// <summary>A question with SQL that a person stands for.</summary>
/// <param name="Question">As it was asked.</param>
/// <param name="Sql">As it was approved or edited; judged by the guard again before each use.</param>
/// <param name="DatabaseId">Of the database it was kept for.</param>
/// <param name="Owner">Who kept it.</param>
/// <param name="IsShared">Whether it serves others too.</param>
/// <param name="KeptAt">UTC.</param>
public sealed record VerifiedPair(
    string Id, string Question, string Sql, string DatabaseId, string Owner, bool IsShared, PairKind Kind, DateTimeOffset KeptAt)
{
    /// <summary>Questions that are the same but for letter case, spaces and what stands at their end.</summary>
    public string Key => KeyOf(Question);

    /// <inheritdoc cref="Key"/>
    public static string KeyOf(string question)
    {
        ArgumentNullException.ThrowIfNull(question);
        var words = question.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words).TrimEnd('?', '.', '!', ' ').ToUpperInvariant();
    }

    /// <summary>Whether both statements read the same but for white space.</summary>
    public static bool IsSame(string sql, string other) => string.Equals(Bare(sql), Bare(other), StringComparison.Ordinal);

    private static string Bare(string sql) => string.Join(' ', sql.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)).TrimEnd(';', ' ');
}

/// <summary>How a pair came to be kept.</summary>
public enum PairKind
{
    /// <summary>Somebody said that it is right.</summary>
    Approved,

    /// <summary>Somebody changed the draft and ran it.</summary>
    Edited,
}
