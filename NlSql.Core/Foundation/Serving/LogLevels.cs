using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace NlSql.Core.Foundation.Serving;

/// <summary>LOG_LEVEL before there are options: logging is set up first.</summary>
public static class LogLevels
{
    /// <summary>The level that is set, or <paramref name="otherwise"/> where none is or it is misspelt, which the check of the settings says.</summary>
    public static LogLevel Of(IConfiguration configuration, LogLevel otherwise) =>
        Enum.TryParse<LogLevel>(configuration["LOG_LEVEL"], ignoreCase: true, out var level) && Enum.IsDefined(level) ? level : otherwise;
}
