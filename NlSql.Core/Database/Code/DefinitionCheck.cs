using NlSql.Core.Foundation.Caching;
using NlSql.Core.Sql.Names;
using Npgsql;

namespace NlSql.Core.Database.Code;

/// <summary>What the definitions have to be for a statement to run.</summary>
/// <param name="Mark">See <see cref="Sql.Guarding.Code.DefinitionMarks"/>.</param>
/// <param name="Relations">Those it is of.</param>
/// <param name="Seen">When what was seen.</param>
internal sealed record DefinitionCheck(string Mark, IReadOnlyList<RelationName> Relations, SeenDefinitions Seen)
{
    /// <summary>The moment at which the server last found this very mark, empty where it never did.</summary>
    public string SeenAt => Seen.At(this) ?? "";

    /// <summary>Takes the answer to <see cref="CodeMark.Command"/>: the definitions are as they have to be.</summary>
    public void Take(NpgsqlDataReader row)
    {
        if (!row.IsDBNull(1))
        {
            Seen.Note(this, row.GetString(1));
        }
    }
}

/// <summary>
/// At which moment of the server definitions were found to be what they have to be. While nobody writes there the moment stays the same, everything that can be
/// seen is the same, and the server need not look again.
/// </summary>
internal sealed class SeenDefinitions
{
    private const int Kept = 256;

    private LruCache<string, string> moments = new(Kept);

    public string? At(DefinitionCheck check) => moments.TryGet(Key(check), out var moment) ? moment : null;

    public void Note(DefinitionCheck check, string moment) => moments.Set(Key(check), moment);

    /// <summary>The server may have crashed, and what it lost may come again under the numbers of before.</summary>
    public void Forget() => moments = new LruCache<string, string>(Kept);

    /// <summary>PostgreSQL's names hold no NUL.</summary>
    private static string Key(DefinitionCheck check) =>
        string.Join('\0', check.Relations.SelectMany(relation => new[] { relation.Schema, relation.Name }).Prepend(check.Mark));
}
