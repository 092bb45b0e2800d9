using System.Reflection;
using Microsoft.Extensions.Logging;

namespace NlSql.Tests.Architecture;

/// <summary>Who collects logs tells events apart by their ids.</summary>
public sealed class EventIdTests
{
    private const BindingFlags All =
        BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [Fact]
    public void LoggerMessage_EveryOne_HasAnIdOfItsOwn()
    {
        Assembly[] assemblies =
        [
            typeof(Core.NlSqlServiceCollectionExtensions).Assembly,
            typeof(Web.Infrastructure.CircuitPresence).Assembly,
            typeof(Cli.CliSession).Assembly,
        ];
        var events = (
            from type in assemblies.SelectMany(static a => a.GetTypes())
            from method in type.GetMethods(All)
            let attribute = method.GetCustomAttribute<LoggerMessageAttribute>()
            where attribute is not null
            select (attribute.EventId, Name: $"{type.Name}.{method.Name}")).ToList();

        Assert.True(events.Count > 40, $"{events.Count} log messages were found");
        Assert.DoesNotContain(events, static e => e.EventId <= 0);
        Assert.Empty(events
            .GroupBy(static e => e.EventId)
            .Where(static g => g.Count() > 1)
            .Select(static g => $"{g.Key}: {string.Join(", ", g.Select(static e => e.Name))}"));
    }
}
