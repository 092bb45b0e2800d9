using System.Reflection;

namespace NlSql.Tests.Architecture;

/// <summary>Which folders may know which, by what the compiled types refer to. Namespaces follow folders; what lies deeper counts to its folder.</summary>
public sealed class FolderArchitectureTests
{
    private const string Core = "NlSql.Core";
    private const string Web = "NlSql.Web";
    private const string Cli = "nlsql";
    private const string LocalModel = "NlSql.LocalModel";

    /// <summary>Each group of folders knows those before it only. The last one is Core's own namespace, which puts the stages together.</summary>
    private static readonly string[] Groups = ["Foundation", "Native", "Sql", "Database", "Language", "Turns", Core];

    private static readonly Lazy<FolderGraph> CoreFolders = new(() => FolderGraph.Of(TypeReferences.Of(Core), FolderOfCore));

    [Fact]
    public void Groups_KnowThoseBelowOnly()
    {
        var graph = CoreFolders.Value;
        None(graph.Edges.Select(edge => Group(edge.From)).Except(Groups));
        None(graph.Edges.Where(edge => Array.IndexOf(Groups, Group(edge.From)) < Array.IndexOf(Groups, Group(edge.To))).Select(graph.Describe));
    }

    [Fact]
    public void FoldersOfCore_HaveNoCycles() => None(CoreFolders.Value.Cycles());

    [Theory]
    [InlineData(Web)]
    [InlineData(Cli)]
    [InlineData(LocalModel)]
    public void FoldersOfHost_HaveNoCycles(string assembly) => None(FolderGraph.Of(TypeReferences.Of(assembly), FolderOfHost).Cycles());

    /// <summary>A folder and what lies in it belong together; what lies side by side in it, at any depth, is known in one direction.</summary>
    [Theory]
    [InlineData(Core)]
    [InlineData(Web)]
    [InlineData(Cli)]
    [InlineData(LocalModel)]
    public void FoldersSideBySide_HaveNoCycles(string assembly)
    {
        var references = TypeReferences.Of(assembly);
        var names = references.SelectMany(static reference => new[] { reference.From.Namespace, reference.To.Namespace }).ToHashSet(StringComparer.Ordinal);
        None(names.SelectMany(Above).Distinct(StringComparer.Ordinal)
            .SelectMany(above => FolderGraph.Of(references, name => Below(above, name)).Cycles()));
    }

    [Fact]
    public void Core_KnowsNoHost() => None(References(Core, Web, Cli, "Microsoft.AspNetCore", "System.CommandLine", "Spectre.Console"));

    /// <summary>llama.cpp can end its process, so that it has one of its own, which knows nothing of the product.</summary>
    [Fact]
    public void LlamaCpp_IsKnownToItsOwnProgramOnly()
    {
        None(new[] { Core, Web, Cli }.SelectMany(static assembly => References(assembly, "LLamaSharp", LocalModel)));
        None(References(LocalModel, Core, Web, Cli));
        Assert.Contains("LLamaSharp", References(LocalModel, "LLamaSharp"));
    }

    [Fact]
    public void Web_DoesNotKnowTheCommandLine() => None(References(Web, Cli, "System.CommandLine", "Spectre.Console"));

    [Theory]
    [InlineData(Core)]
    [InlineData(Web)]
    [InlineData(Cli)]
    public void UnsafeCode_LivesInNativeOnly(string assembly) =>
        None(TypeReferences.UnsafeOf(assembly).Where(type => FolderOfCore(type.Namespace) != "Native").Select(type => $"{type.Namespace}.{type.Name}"));

    [Fact]
    public void UnsafeCode_InNative_IsSeen() => Assert.Contains(TypeReferences.UnsafeOf(Core), type => type.Name == "FaissNative");

    /// <summary><c>NlSql.Core.Database.Catalog</c> and what is below it is <c>Database.Catalog</c>; Native is one folder.</summary>
    private static string? FolderOfCore(string name) => name.Split('.') switch
    {
        ["NlSql", "Core"] => Core,
        ["NlSql", "Core", "Native", ..] => "Native",
        ["NlSql", "Core", var group, var folder, ..] => $"{group}.{folder}",
        ["NlSql", "Core", var group] => group,
        _ => null,
    };

    /// <summary><c>NlSql.Web.Api</c> is <c>Api</c>, <c>NlSql.Web.State.Turns</c> is <c>State.Turns</c>; the namespace itself puts them together.</summary>
    private static string? FolderOfHost(string name) => name.Split('.') switch
    {
        ["NlSql", "Web", "State", var folder, ..] => $"State.{folder}",
        ["NlSql", "Web", "Components", var folder, ..] => $"Components.{folder}",
        ["NlSql", "Web" or "Cli" or "LocalModel", var folder, ..] => folder,
        _ => null,
    };

    /// <summary><c>A.B.C</c> lies in <c>A</c> and <c>A.B</c>.</summary>
    private static IEnumerable<string> Above(string name)
    {
        for (var dot = name.LastIndexOf('.'); dot > 0; dot = name.LastIndexOf('.', dot - 1))
        {
            yield return name[..dot];
        }
    }

    /// <summary>The folder right below that holds the name; null for what lies elsewhere or in the folder itself.</summary>
    private static string? Below(string above, string name)
    {
        if (!name.StartsWith(above + ".", StringComparison.Ordinal))
        {
            return null;
        }

        var dot = name.IndexOf('.', above.Length + 1);
        return dot < 0 ? name : name[..dot];
    }

    /// <summary>Says all of them, where an assertion about a collection would cut them.</summary>
    private static void None(IEnumerable<string?> faults)
    {
        var all = faults.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }

    private static string Group(string folder) => folder == Core ? Core : folder.Split('.')[0];

    private static IEnumerable<string?> References(string assembly, params string[] unwanted) => Assembly.Load(assembly).GetReferencedAssemblies()
        .Select(reference => reference.Name)
        .Where(name => unwanted.Any(word => name!.StartsWith(word, StringComparison.Ordinal)));
}
