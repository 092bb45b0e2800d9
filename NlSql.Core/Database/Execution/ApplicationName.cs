using System.Text;

namespace NlSql.Core.Database.Execution;

/// <summary><c>nlsql/analyst/turn</c>: what a DBA reads in pg_stat_activity.</summary>
internal static class ApplicationName
{
    /// <summary>PostgreSQL cuts names at 63 bytes.</summary>
    private const int MaxBytes = 63;

    private const int MaxAnalystBytes = 24;

    /// <summary>Printable ASCII only, as PostgreSQL would otherwise put question marks.</summary>
    public static string For(RunTag tag)
    {
        var analyst = Printable(tag.Analyst);
        var name = $"nlsql/{(analyst.Length > MaxAnalystBytes ? analyst[..MaxAnalystBytes] : analyst)}/{Printable(tag.Turn)}";
        return name.Length > MaxBytes ? name[..MaxBytes] : name;
    }

    private static string Printable(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            result.Append(c is > ' ' and < '\x7f' and not '/' ? c : '-');
        }

        return result.ToString();
    }
}
