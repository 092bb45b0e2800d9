using System.Reflection;
using Microsoft.Extensions.Configuration;
using NlSql.Core.Foundation.Settings;
using NlSql.Web.Infrastructure;

namespace NlSql.Tests.Unit.Hosts;

public sealed class OperationsGuideTests
{
    [Fact]
    public void Guide_EverySetting_IsListed()
    {
        var guide = File.ReadAllText(Path.Combine(Root(), "docs", "operations.md"));

        var missing = new[] { typeof(StorageOptions).Assembly, typeof(HostOptions).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetProperties())
            .Select(property => property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name)
            .Where(name => name is not null && !guide.Contains($"`{name}`", StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "NlSql.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
