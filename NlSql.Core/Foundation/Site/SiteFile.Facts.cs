using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace NlSql.Core.Foundation.Site;

/// <summary>The key <c>facts</c> of SITE_FILE as it is written.</summary>
internal sealed class SiteFileFacts
{
    public List<SiteFileHistory>? Histories { get; set; }

    public List<PlacedText>? NotHistories { get; set; }

    public List<SiteFileFlag>? Flags { get; set; }

    public List<PlacedText>? NotFlags { get; set; }

    public List<SiteFileDate>? Dates { get; set; }

    public List<SiteFileMeasure>? Measures { get; set; }

    public List<PlacedText>? NotMeasures { get; set; }

    public List<SiteFileName>? Names { get; set; }

    public List<SiteFileLookup>? Lookups { get; set; }
}

internal sealed class SiteFileHistory
{
    public PlacedText? Table { get; set; }

    public string? From { get; set; }

    public string? To { get; set; }

    public string? Current { get; set; }
}

internal sealed class SiteFileFlag
{
    public PlacedText? Column { get; set; }

    public string? Yes { get; set; }

    public string? No { get; set; }
}

internal sealed class SiteFileDate
{
    public PlacedText? Column { get; set; }

    public List<string>? Verbs { get; set; }

    public bool Main { get; set; }
}

internal sealed class SiteFileMeasure
{
    public PlacedText? Table { get; set; }

    public string? Name { get; set; }

    public List<string>? Synonyms { get; set; }

    public PlacedText? Expression { get; set; }
}

internal sealed class SiteFileName
{
    public PlacedText? Table { get; set; }

    public List<string>? Columns { get; set; }
}

internal sealed class SiteFileLookup
{
    public PlacedText? Column { get; set; }

    public PlacedText? Table { get; set; }

    public string? Label { get; set; }
}

/// <summary>A value with the line it stands on, so that a fault can name it.</summary>
internal sealed record PlacedText(string Text, long Line)
{
    /// <summary>Reads plain values only; a list or a map in their place is a fault with its line.</summary>
    public sealed class Converter : IYamlTypeConverter
    {
        public bool Accepts(Type type) => type == typeof(PlacedText);

        public object ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer)
        {
            var scalar = parser.Consume<Scalar>();
            return new PlacedText(scalar.Value, scalar.Start.Line);
        }

        public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer) => throw new NotSupportedException();
    }
}
