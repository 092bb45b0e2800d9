using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Turns.Answers;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Web.Api;

/// <summary>How the installation stands, for people who run it. Secrets are never in it.</summary>
internal static class StatusApi
{
    public static IEndpointRouteBuilder MapStatusApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/status", StatusAsync).Describe<StatusDocument>("Status", "Database, role, index, storage and settings.");
        return routes;
    }

    private static async Task<IResult> StatusAsync(
        IAnalyticsDatabases databases,
        SettingsInspector settings,
        StorageFolders storage,
        StateHealth kept,
        CancellationToken cancellationToken)
    {
        var database = databases.Default;
        var state = database.State;
        var snapshot = state.Phase == DatabasePhase.Ready ? await database.GetAsync(cancellationToken) : null;
        return Results.Json(
            new StatusDocument(
                ProductVersion.Current,
                new DatabaseDocument(
                    database.DisplayName,
                    state.Phase,
                    state.Message,
                    state.Failure,
                    snapshot?.Catalog.ServerVersion,
                    snapshot?.Catalog.Tables.Count,
                    snapshot?.Catalog.ReadAt,
                    snapshot?.Role),
                snapshot?.Index.Info,
                new StorageDocument(storage.IsKept && kept.Failure is null, storage.Failure ?? kept.Failure),
                settings.Report()),
            AnswerJson.Options);
    }
}

internal sealed record StatusDocument(
    string Version,
    DatabaseDocument Database,
    SchemaIndexInfo? Index,
    StorageDocument Storage,
    IReadOnlyList<SettingReport> Settings);

internal sealed record DatabaseDocument(
    string Name,
    DatabasePhase Phase,
    string Message,
    PipelineFailure? Failure,
    int? ServerVersion,
    int? Tables,
    DateTimeOffset? ReadAt,
    RoleReport? Role);

/// <param name="Kept">Whether conversations and results outlive the process.</param>
internal sealed record StorageDocument(bool Kept, PipelineFailure? Failure);
