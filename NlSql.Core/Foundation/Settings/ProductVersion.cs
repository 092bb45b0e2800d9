using System.Reflection;

namespace NlSql.Core.Foundation.Settings;

/// <summary>Which NlSql this is.</summary>
public static class ProductVersion
{
    /// <summary>Version, and in a published build the commit it was built from: <c>0.1.0+2a09139...</c>.</summary>
    public static string Current { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
