using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace NlSql.Core.Foundation.Serving;

/// <summary>LOG_LEVEL before there are options: logging is set up first.</summary>
public static class LogLevels
{
    /// <summary>The level that is set, or <paramref name="otherwise"/> where none is or it is misspelt, which the check of the settings says.</summary>
    public static LogLevel Of(IConfiguration configuration, LogLevel otherwise) => Of(configuration["LOG_LEVEL"], otherwise);

    /// <summary>The same where there is no configuration yet, nor will be.</summary>
    public static LogLevel OfEnvironment(LogLevel otherwise) => Of(Environment.GetEnvironmentVariable("LOG_LEVEL"), otherwise);

    private static LogLevel Of(string? text, LogLevel otherwise) =>
        Enum.TryParse<LogLevel>(text, ignoreCase: true, out var level) && Enum.IsDefined(level) ? level : otherwise;
}
