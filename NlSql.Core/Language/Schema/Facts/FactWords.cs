using System.Text.Json;

namespace NlSql.Core.Language.Schema.Facts;

/// <summary>The words that facts about a schema are read from, as lemmas, from an embedded table: another language of names is another table.</summary>
internal sealed record FactWords
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true };

    public static FactWords English { get; } = Load("english");

    /// <summary>Words of the first day of a stretch of time, with those of its last day that may go with them.</summary>
    public required IReadOnlyDictionary<string, string[]> Spans { get; init; }

    /// <summary>Words of columns that say when a row rather than a thing holds: "valid from".</summary>
    public required string[] VersionWords { get; init; }

    /// <summary>Words of tables that keep what was: "price history".</summary>
    public required string[] HistoryTables { get; init; }

    /// <summary>Words of a date that say that something became so on it.</summary>
    public required string[] ChangeWords { get; init; }

    /// <summary>Words of flags that mark the row in force.</summary>
    public required string[] Current { get; init; }

    /// <summary>First words of a flag's name that say no more than that it is one.</summary>
    public required string[] FlagPrefixes { get; init; }

    public required string[] FlagEndings { get; init; }

    /// <summary>Words that name a property which a thing has or has not.</summary>
    public required string[] FlagWords { get; init; }

    /// <summary>Words of numbers that are counted, ranked or stand for kinds: that such a column holds only 0 and 1 is chance, or says no yes.</summary>
    public required string[] CountWords { get; init; }

    /// <summary>How words end that say a property: "step_free".</summary>
    public required string[] PropertyEndings { get; init; }

    /// <summary>What is written for yes, and for no. Case does not matter.</summary>
    public required string[][] FlagValues { get; init; }

    /// <summary>What people say of things that have not the property.</summary>
    public required IReadOnlyDictionary<string, string[]> Opposites { get; init; }

    /// <summary>From Monday on.</summary>
    public required string[] Weekdays { get; init; }

    /// <summary>Last words of columns whose numbers name something.</summary>
    public required string[] IdentifierEndings { get; init; }

    /// <summary>Words that end in "id" without being one: "paid".</summary>
    public required string[] EndsLikeId { get; init; }

    /// <summary>How names of numbers begin that count or add up, whatever they end in: "number of codes".</summary>
    public required string[] Quantities { get; init; }

    /// <summary>Words of numbers that say how many rather than how much.</summary>
    public required string[] Counted { get; init; }

    /// <summary>Words of tables that say no more than that they came from a file.</summary>
    public required string[] FileWords { get; init; }

    /// <summary>Words of tables that say by what their columns are apart.</summary>
    public required string[] PeriodWords { get; init; }

    public required EventWords[] Events { get; init; }

    /// <summary>Words that say of a date no more than that it is one.</summary>
    public required string[] DateWords { get; init; }

    public required MeasureWords Measures { get; init; }

    /// <summary>Words of tables of those who pay.</summary>
    public required string[] Payers { get; init; }

    /// <summary>What people call a measure, by its name.</summary>
    public required IReadOnlyDictionary<string, string[]> MeasureNames { get; init; }

    /// <summary>Words of columns whose values are averaged rather than added up.</summary>
    public required string[] Rates { get; init; }

    public required DisplayWords Display { get; init; }

    public required LookupWords Lookups { get; init; }

    private static FactWords Load(string language)
    {
        var name = $"NlSql.Core.Language.Schema.Facts.{language}.json";
        using var stream = typeof(FactWords).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The word table {name} is not in the assembly.");
        return JsonSerializer.Deserialize<FactWords>(stream, Json) ?? throw new InvalidOperationException($"The word table {name} is empty.");
    }
}
