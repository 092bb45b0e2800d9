using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Generation.Chat;
using NlSql.Core.Native;
using NlSql.Core.Native.Faiss;
using NlSql.Core.Sql.Grammar;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Cli.Doctor;

/// <summary>
/// The checks of <c>doctor</c>, from what everything else needs to what is optional. A later check does not run when it could only repeat an
/// earlier fault.
/// </summary>
internal sealed class Examination(IServiceProvider services)
{
    /// <summary><c>server_version_num</c> is 180004 for 18.4.</summary>
    private const int VersionMajor = 10_000;

    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var faults = services.GetRequiredService<SettingsInspector>().FindFaults();
        foreach (var fault in faults)
        {
            yield return new Finding(Grade.Failed, "settings", fault.Message, null, ExitCodes.Usage);
        }

        if (faults.Count > 0)
        {
            yield break;
        }

        yield return new Finding(Grade.Ok, "settings", Settings());
        if (services.GetRequiredService<ConfiguredModel>().Note is { } unused)
        {
            yield return new Finding(Grade.Warning, "settings", unused);
        }

        foreach (var misspelt in services.GetRequiredService<SettingsInspector>().FindMisspelt())
        {
            yield return new Finding(Grade.Warning, "settings", misspelt, "It is not read; docs/operations.md lists the settings.");
        }

        yield return Clock();
        yield return Storage();
        yield return Grammar();
        yield return Faiss();
        yield return Guard();
        var (snapshot, failure) = await OpenAsync(cancellationToken).ConfigureAwait(false);
        if (snapshot is null)
        {
            yield return Failed("database", failure!);
        }
        else
        {
            yield return Database(snapshot);
            if (await StandbyCheck.RunAsync(snapshot.DataSource, cancellationToken).ConfigureAwait(false) is { } standby)
            {
                yield return standby;
            }

            if (UnreadableSchemas(snapshot) is { } schemas)
            {
                yield return schemas;
            }

            foreach (var finding in Role(snapshot))
            {
                yield return finding;
            }

            yield return Index(snapshot);
        }

        yield return await ModelCheck.RunAsync(services, cancellationToken).ConfigureAwait(false);
    }

    private static Finding Failed(string subject, PipelineFailure failure) =>
        new(Grade.Failed, subject, failure.Message, failure.Advice, ExitCodes.From(failure));

    private static Finding Grammar() =>
        GrammarState.Problem is { } problem ? Failed("native", problem) : new Finding(Grade.Ok, "native", GrammarState.Description);

    /// <summary>Everything works without FAISS, so that none at all is a warning; one that does not load is a fault of this machine.</summary>
    private static Finding Faiss() => FaissLibrary.Problem switch
    {
        null => new Finding(Grade.Ok, "native", $"{NativeLocations.Current.Library("libnlsql_faiss.so")} (FAISS {FaissLibrary.Version})"),
        var problem when FaissLibrary.IsMissing =>
            new Finding(
                Grade.Warning,
                "native",
                "There is no FAISS here: vectors are compared one by one in managed code, which is exact and slower for large catalogs.",
                problem),
        var problem => new Finding(Grade.Failed, "native", problem, null, ExitCodes.Machine),
    };

    private static IEnumerable<Finding> Role(DatabaseSnapshot snapshot) => snapshot.Role switch
    {
        null => [],
        { Findings.Count: 0 } harmless => [new Finding(Grade.Ok, "role", harmless.Summary)],
        var role => role.Findings.Select(finding => new Finding(Grade.Warning, "role", finding.Message, finding.Fix)),
    };

    /// <summary>A schema of DB_SCHEMAS that gives no table is most often a slip of the pen.</summary>
    private Finding? UnreadableSchemas(DatabaseSnapshot snapshot)
    {
        var readable = snapshot.Catalog.Tables.Select(table => table.Name.Schema).Distinct(StringComparer.Ordinal).ToList();
        var named = (services.GetRequiredService<IOptions<DatabaseOptions>>().Value.Schemas ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var missing = named.Except(readable, StringComparer.Ordinal).ToList();
        return missing.Count == 0 ? null : new Finding(
            Grade.Warning,
            "settings",
            $"DB_SCHEMAS names {string.Join(", ", missing)}, where the role can read no table.",
            $"Correct the name, or grant the role what it shall read there. It reads tables in {string.Join(", ", readable)}.");
    }

    private static Finding Index(DatabaseSnapshot snapshot)
    {
        var info = snapshot.Index.Info;
        var made = info.WasRebuilt ? $"built now: {info.RebuildReason}" : "loaded";
        return new Finding(Grade.Ok, "index", FormattableString.Invariant($"{info.Vectors:N0} vectors of {info.EmbeddingModel}, {info.Engine}, {made}"));
    }

    private string Settings()
    {
        var set = services.GetRequiredService<SettingsInspector>()
            .Report()
            .Where(setting => setting.Source != "default")
            .Select(setting => setting.Key)
            .ToList();
        return set.Count == 0 ? "all at their defaults" : $"set: {string.Join(", ", set)}";
    }

    private Finding Clock()
    {
        var clock = services.GetRequiredService<SessionClock>();
        var named = !string.IsNullOrWhiteSpace(services.GetRequiredService<IOptions<ClockOptions>>().Value.TimeZone) ? "TIME_ZONE"
            : services.GetRequiredService<SiteKnowledge>().TimeZone is not null ? "SITE_FILE" : "default";
        return new Finding(
            Grade.Ok,
            "clock",
            FormattableString.Invariant(
                $"days begin in {clock.Zone} ({named}): today is {clock.Today:yyyy-MM-dd}, weeks begin on {clock.Calendar.FirstWeekday}"));
    }

    private Finding Storage()
    {
        var folders = services.GetRequiredService<StorageFolders>();
        return folders.Failure is { } failure
            ? new Finding(Grade.Warning, "storage", failure.Message, failure.Advice)
            : services.GetRequiredService<StateInspection>().Find() is { } state ? Failed("storage", state) : new Finding(Grade.Ok, "storage", folders.Data);
    }

    private Finding Guard()
    {
        try
        {
            var guard = services.GetRequiredService<ISqlGuard>();
            return guard.Check("SELECT 1", GuardScope.NamesOnly) is GuardApproval && guard.Check("DELETE FROM t", GuardScope.NamesOnly) is GuardRefusal
                ? new Finding(Grade.Ok, "guard", "approves a query and refuses a write")
                : new Finding(
                    Grade.Failed,
                    "guard",
                    "The guard does not judge as it should.",
                    "Build the native libraries again: native/build.sh",
                    ExitCodes.Machine);
        }
        catch (PipelineFailureException exception)
        {
            return Failed("guard", exception.Failure);
        }
    }

    private async Task<(DatabaseSnapshot? Snapshot, PipelineFailure? Failure)> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await services.GetRequiredService<IAnalyticsDatabases>().Default.GetAsync(cancellationToken).ConfigureAwait(false), null);
        }
        catch (PipelineFailureException exception)
        {
            return (null, exception.Failure);
        }
    }

    private Finding Database(DatabaseSnapshot snapshot)
    {
        var name = services.GetRequiredService<IAnalyticsDatabases>().Default.DisplayName;
        var version = FormattableString.Invariant($"{snapshot.Catalog.ServerVersion / VersionMajor}.{snapshot.Catalog.ServerVersion % VersionMajor}");
        var text = FormattableString.Invariant($"{name}, PostgreSQL {version}, {snapshot.Catalog.Tables.Count:N0} tables");
        return services.GetRequiredService<IOptions<DatabaseOptions>>().Value.UsesEmbedded
            ? new Finding(Grade.Ok, "database", text, "This is the demo. Set DB_HOST, DB_NAME and DB_USER to ask your own database.")
            : new Finding(Grade.Ok, "database", text);
    }
}
