using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Settings;

namespace NlSql.Tests.Unit.Hosts;

/// <summary>The guide's settings against the options classes: each has a row that says what it does, with the product's default.</summary>
public sealed class OperationsGuideTests
{
    [Fact]
    public void Guide_EverySetting_HasARowThatSaysWhatItDoes()
    {
        var described = Rows().Where(static row => row.Text.Length > 0).SelectMany(static row => row.Keys).ToHashSet(StringComparer.Ordinal);

        var missing = Settings().Select(static setting => setting.Key).Except(described, StringComparer.Ordinal);
        Assert.Empty(missing);
    }

    [Fact]
    public void Guide_DefaultsThatAreNumbersOrSwitches_AreTheProducts()
    {
        var written = Rows()
            .Where(static row => row.Keys.Count == row.Defaults.Count)
            .SelectMany(static row => row.Keys.Zip(row.Defaults))
            .ToDictionary(static pair => pair.First, static pair => pair.Second, StringComparer.Ordinal);
        var wrong = Settings()
            .Where(static setting => setting.Default is int or long or bool or float or double)
            .Where(setting => !string.Equals(written.GetValueOrDefault(setting.Key), Shown(setting.Default), StringComparison.OrdinalIgnoreCase))
            .Select(setting => $"{setting.Key} is {Shown(setting.Default)}, the guide says {written.GetValueOrDefault(setting.Key)}");

        Assert.Empty(wrong);
    }

    [Fact]
    public void Guide_ExitCodes_AreTheProducts()
    {
        var codes = typeof(ExitCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static code => (int)code.GetRawConstantValue()!);

        var listed = File.ReadLines(Path.Combine(Root(), "docs", "operations.md"))
            .Select(static line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(static cells => cells.Length == 4 && cells[2].Length > 0)
            .Select(static cells => int.TryParse(cells[1], CultureInfo.InvariantCulture, out var code) ? code : -1)
            .Where(static code => code >= 0);

        Assert.Equal(codes.Order(), listed);
    }

    private static string? Shown(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture);

    private static IEnumerable<(string Key, object? Default)> Settings() =>
        from type in typeof(StorageOptions).Assembly.GetTypes()
        from property in type.GetProperties()
        let key = property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name
        where key is not null
        select (key, property.GetValue(Activator.CreateInstance(type, nonPublic: true)));

    // | `A`, `B` | 1, 2 | what they do |
    private static List<(List<string> Keys, List<string> Defaults, string Text)> Rows() =>
    [
        .. File.ReadLines(Path.Combine(Root(), "docs", "operations.md"))
            .Where(static line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(static line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(static cells => cells.Length == 5)
            .Select(static cells => (Words(cells[1]), Words(cells[2]), cells[3])),
    ];

    private static List<string> Words(string cell) => [.. cell.Split(", ").Select(static word => word.Trim('`'))];

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
