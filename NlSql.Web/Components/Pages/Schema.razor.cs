using Microsoft.AspNetCore.Components;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Facts;
using NlSql.Core.Sql.Names;
using NlSql.Web.Components.Shared;
using NlSql.Web.State.Database;
using NlSql.Web.State.Words;

namespace NlSql.Web.Components.Pages;

/// <summary>Tables, columns, comments, keys and what each is taken for, to read and to search.</summary>
public sealed partial class Schema : LiveComponent
{
    private const int Step = 100;

    private IReadOnlyList<TableInfo> found = [];
    private ILookup<RelationName, StatedFact> facts = Array.Empty<StatedFact>().ToLookup(fact => fact.Table);
    private string filter = "";
    private int shown = Step;

    [Inject]
    public required NumberFormat Numbers { get; init; }

    [Inject]
    public required DatabaseWatch Database { get; init; }

    [Inject]
    public required CatalogFacts Facts { get; init; }

    private string Lead => Database.Catalog is { } catalog
        ? $"{catalog.DatabaseName}: {Numbers.Count(catalog.Tables.Count, "table", "tables")}"
            + $", {Numbers.Count(catalog.Tables.Sum(table => table.Columns.Count), "column", "columns")}"
            + $", {Numbers.Count(catalog.ForeignKeys.Count, "foreign key", "foreign keys")}."
        : "What can be asked.";

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

    private async Task OpenAsync()
    {
        await Database.OpenAsync(Gone);
        Search();
    }

    private Task RefreshAsync() => Database.RefreshAsync(Gone);

    private void OnChanged() => Background(() =>
    {
        Search();
        StateHasChanged();
        return Task.CompletedTask;
    });

    private void Filter(ChangeEventArgs change)
    {
        filter = change.Value as string ?? "";
        shown = Step;
        Search();
    }

    private void Search()
    {
        var words = filter.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        facts = (Database.Catalog is { } catalog ? Facts.Of(catalog) : []).ToLookup(fact => fact.Table);
        found = [
            .. (Database.Catalog?.Tables ?? [])
            .Where(table => words.All(word => Matches(table, word)))
            .OrderBy(table => table.Name.Schema, StringComparer.Ordinal)
            .ThenBy(table => table.Name.Name, StringComparer.Ordinal)
        ];
    }

    private static bool Matches(TableInfo table, string word) =>
        table.Name.ToString().Contains(word, StringComparison.OrdinalIgnoreCase)
        || (table.Comment?.Contains(word, StringComparison.OrdinalIgnoreCase) ?? false)
        || table.Columns.Any(column => column.Name.Contains(word, StringComparison.OrdinalIgnoreCase)
        || (column.Comment?.Contains(word, StringComparison.OrdinalIgnoreCase) ?? false));

    private List<StatedFact> FactsOf(TableInfo table) => [.. facts[table.Name]];

    private IEnumerable<StatedFact> TableFacts(TableInfo table) => facts[table.Name].Where(fact => fact.Column is null);

    private List<ForeignKey> KeysOf(TableInfo table) => [.. Database.Catalog!.ForeignKeys.Where(key => key.From == table.Name)];
}
