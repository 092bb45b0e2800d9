using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core;

namespace NlSql.Tests.Fakes;

/// <summary>NlSql's services as every host wires them, with all that they keep in a folder of the test's own.</summary>
internal static class ProductServices
{
    /// <param name="settings">Of the database and whatever else is set.</param>
    /// <param name="replace">Services that stand in for the product's.</param>
    public static ServiceProvider Start(IReadOnlyDictionary<string, string?> settings, string folder, Action<IServiceCollection>? replace = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(settings, StringComparer.Ordinal)
        {
            ["DATA_PATH"] = Path.Combine(folder, "data"),
            ["CACHE_PATH"] = Path.Combine(folder, "cache"),
            ["FAISS_INDEX_PATH"] = Path.Combine(folder, "index"),
        }).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddNlSql(configuration);
        replace?.Invoke(services);
        return services.BuildServiceProvider();
    }
}
