using System.Text.Json;
using System.Text.Json.Serialization;

namespace NlSql.Web.Api;

/// <summary>A body of the API. What it has beyond its fields is kept by name, so that <see cref="KnownFields"/> can say so.</summary>
internal abstract record RequestBody
{
    /// <summary>Fields that there are none of; null where all are known.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; init; }
}
