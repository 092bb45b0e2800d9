using System.Text.RegularExpressions;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Texts;

namespace NlSql.Core.Language.Generation.Prompts;

/// <summary>Tables and columns whose names are near to names that a fault calls unknown.</summary>
internal static partial class NearbyNames
{
    private const int Most = 4;
    private const int Shortest = 3;

    /// <summary>A line for each unknown name that something is near to: <c>"custid": crm.customers.cust_id</c>.</summary>
    public static IReadOnlyList<string> Of(string fault, SchemaCatalog catalog)
    {
        var names = Quoted().Matches(fault).Select(match => match.Groups["name"].Value.Split('.')[^1])
            .Where(name => name.Length >= Shortest)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Take(Most);
        return [.. names.Select(name => Line(name, catalog)).OfType<string>()];
    }

    private static string? Line(string name, SchemaCatalog catalog)
    {
        var tables = catalog.Tables.Select(table => (table.Name.Name, Shown: PromptName.Of(table.Name)));
        var columns = catalog.Tables.SelectMany(table => table.Columns.Select(column =>
            (column.Name, Shown: $"{PromptName.Of(table.Name)}.{PromptName.Of(column.Name)}")));
        var wanted = Letters(name);
        var near = tables.Concat(columns)
            .Select(known => (known.Shown, Distance: Distance(wanted, Letters(known.Name))))
            .Where(known => known.Distance is not null)
            .OrderBy(known => known.Distance)
            .Take(Most)
            .Select(known => known.Shown)
            .ToList();
        return near.Count == 0 ? null : $"\"{name}\": {string.Join(", ", near)}";
    }

    /// <summary>Null for what is not near.</summary>
    private static int? Distance(string wanted, string known) =>
        known.Length < Shortest ? null
        : known == wanted ? 0
        : known.Contains(wanted, StringComparison.Ordinal) || wanted.Contains(known, StringComparison.Ordinal) ? Math.Abs(known.Length - wanted.Length)
        : Math.Abs(known.Length - wanted.Length) <= EditDistance.Tolerance(wanted) && EditDistance.Between(wanted, known) is var slips
            && slips <= EditDistance.Tolerance(wanted) ? slips : null;

    private static string Letters(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    [GeneratedRegex("[\"'](?<name>[^\"']{1,100})[\"']|column (?<name>[A-Za-z0-9_.]{1,100}) does", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();
}
