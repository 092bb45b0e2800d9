using Microsoft.AspNetCore.Components;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Native.Faiss;
using NlSql.Core.Sql.Grammar;
using NlSql.Core.Turns.Pipeline;
using NlSql.Web.Components.Shared;
using NlSql.Web.State.Database;
using NlSql.Web.State.Words;

namespace NlSql.Web.Components.Pages;

/// <summary>How the installation stands, for people; <c>/api/status</c> tells programs the same.</summary>
public sealed partial class Status : LiveComponent
{
    private DatabaseSnapshot? snapshot;
    private bool refreshing;

    [Inject]
    public required NumberFormat Numbers { get; init; }

    [Inject]
    public required DatabaseWatch Database { get; init; }

    [Inject]
    public required IAnalyticsDatabases Databases { get; init; }

    [Inject]
    public required SettingsInspector Settings { get; init; }

    [Inject]
    public required StorageFolders Storage { get; init; }

    [Inject]
    public required GeneratorName Generator { get; init; }

    [Inject]
    public required SessionClock Clock { get; init; }

    private static string Version => typeof(Status).Assembly.GetName().Version?.ToString(3) ?? "";

    private static IEnumerable<(string Library, string? Fault)> Libraries =>
    [
        ("FAISS library", FaissLibrary.Problem),
        ("PostgreSQL grammar", GrammarState.Problem?.Message),
    ];

    protected override ValueTask LeaveAsync()
    {
        Database.Changed -= OnChanged;
        return ValueTask.CompletedTask;
    }

    protected override async Task OnInitializedAsync()
    {
        Database.Changed += OnChanged;
        await OpenAsync();
    }

    private static string ServerVersion(int number) =>
        number <= 0 ? "unknown" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{number / 10000}.{number % 10000}");

    private async Task OpenAsync()
    {
        // While it is being indexed the page says so instead of waiting.
        if (Database.State.Phase is DatabasePhase.Ready or DatabasePhase.Failed)
        {
            await Database.OpenAsync(Gone);
            snapshot = Database.Failure is null ? await Databases.Default.GetAsync(Gone) : null;
        }
    }

    private async Task RefreshAsync()
    {
        refreshing = true;
        try
        {
            await Database.RefreshAsync(Gone);
        }
        finally
        {
            // Drawn here: a refresh that is cancelled, as the server stops, draws nothing by itself.
            refreshing = false;
            StateHasChanged();
        }
    }

    private void OnChanged() => Background(async () =>
    {
        if (Database is { State.Phase: DatabasePhase.Ready, Failure: null })
        {
            snapshot = await Databases.Default.GetAsync(Gone);
        }

        StateHasChanged();
    });
}
