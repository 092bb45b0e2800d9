using NlSql.Core.Foundation.Texts;
using NlSql.Core.Sql.Lists;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Sql.Guarding.Rules;

/// <summary>What to write instead of a function that is not listed: another dialect's name, or a slip of the pen.</summary>
internal static class FunctionHints
{
    /// <summary>A sentence with a leading space; empty when nothing comes near.</summary>
    public static string For(string name)
    {
        if (OtherDialects.Hint(name) is { } instead)
        {
            return $" PostgreSQL has {instead}.";
        }

        if (ExtensionLists.ByName.TryGetValue(name, out var listed))
        {
            return $" The extension {listed[0].Extension} has one; here it is not installed, or something else is called so, too: then write its schema.";
        }

        var near = AllowLists.Functions
            .Select(listed => (Name: listed, Distance: EditDistance.Between(name, listed)))
            .Where(candidate => candidate.Distance <= EditDistance.Tolerance(name))
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Take(2)
            .Select(candidate => candidate.Name)
            .ToList();
        return near.Count == 0 ? "" : $" Near names: {string.Join(", ", near)}.";
    }
}
