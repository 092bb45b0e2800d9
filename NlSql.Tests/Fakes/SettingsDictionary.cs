using Microsoft.Extensions.Configuration;
using NlSql.Core.Database.Connections;

namespace NlSql.Tests.Fakes;

/// <summary>Settings as a test writes them down.</summary>
public static class SettingsDictionary
{
    public static IConfiguration ToConfiguration(this IReadOnlyDictionary<string, string?> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings).Build();

    public static DatabaseOptions Bind(this IReadOnlyDictionary<string, string?> settings)
    {
        var options = new DatabaseOptions();
        settings.ToConfiguration().Bind(options);
        return options;
    }
}
