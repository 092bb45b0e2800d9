using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace NlSql.Tests.Fakes;

/// <summary>
/// bUnit 2.15.2 is compiled against AngleSharp.Diffing 1.0.0.0 and works with 0.17.0, which the runtime does not hand over for a higher
/// version by itself. Can go when a feed has 1.0.0.
/// </summary>
internal static class AngleSharpDiffing
{
    [ModuleInitializer]
    internal static void Register() => AssemblyLoadContext.Default.Resolving += (context, name) =>
        name.Name == "AngleSharp.Diffing" ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "AngleSharp.Diffing.dll")) : null;
}
