using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using NlSql.Cli.Output;
using NlSql.Core;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Serving;
using NlSql.Core.Foundation.Settings;

namespace NlSql.Cli;

/// <summary>The product's services for the length of one command, and the one place where failures become words and exit codes.</summary>
internal static class CliSession
{
    /// <summary>Runs <paramref name="body"/> with the services; settings are checked first, and what was started is stopped after.</summary>
    /// <param name="withHost">Whether the web host's settings are looked at as well.</param>
    /// <param name="configure">Has the last word on the services; its failures are told like those of <paramref name="body"/>.</param>
    public static async Task<int> RunAsync(
        Func<IServiceProvider, CancellationToken, Task<int>> body,
        CancellationToken cancellationToken,
        bool checkSettings = true,
        bool withHost = false,
        Action<IServiceCollection>? configure = null)
    {
        try
        {
            var provider = Build(withHost, configure);
            await using (provider.ConfigureAwait(false))
            {
                if (checkSettings)
                {
                    provider.GetRequiredService<SettingsInspector>().ThrowIfInvalid();
                }

                return await body(provider, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (PipelineFailureException exception)
        {
            FailureText.Write(exception.Failure, Console.Error);
            return ExitCodes.From(exception.Failure);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped.").ConfigureAwait(false);
            return ExitCodes.Stopped;
        }
        catch (Exception exception)
        {
            // Left alone it would end the process by SIGABRT (134), and scripts know only the codes of docs/operations.md.
            FailureText.Write(exception, Console.Error);
            return ExitCodes.Unexpected;
        }
    }

    /// <summary>The configuration: appsettings.json beside the program, then the environment.</summary>
    private static IConfiguration Configuration() => new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .AddEnvironmentVariables()
        .Build();

    private static ServiceProvider Build(bool withHost, Action<IServiceCollection>? configure)
    {
        var configuration = Configuration();
        var services = new ServiceCollection();
        services.AddSingleton(configuration);
        services.AddLogging(logging =>
        {
            // Standard output belongs to the results.
            logging.SetMinimumLevel(LogLevels.Of(configuration, LogLevel.Error));
            logging.AddConsole(console =>
            {
                console.LogToStandardErrorThreshold = LogLevel.Trace;
                console.FormatterName = LogLine.FormatterName;
            });
            logging.AddConsoleFormatter<LogLine, ConsoleFormatterOptions>();
        });
        services.AddNlSql(configuration);
        if (withHost)
        {
            services.AddServing(configuration);
        }

        configure?.Invoke(services);
        return services.BuildServiceProvider();
    }
}
