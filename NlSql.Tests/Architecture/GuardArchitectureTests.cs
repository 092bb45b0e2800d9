using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using NlSql.Core.Sql.Guarding;

namespace NlSql.Tests.Architecture;

/// <summary>Read from the compiled assemblies, so that no way of writing it can get past.</summary>
public sealed class GuardArchitectureTests
{
    [Theory]
    [InlineData("NlSql.Core", "SqlGuard.Approve")]
    [InlineData("NlSql.Web")]
    [InlineData("nlsql")]
    public void ApprovedSql_IsMadeInOneMethodOfTheGuard(string assembly, params string[] expected)
    {
        var makers = new List<string>();
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"));
        using var file = new PEReader(stream);
        var metadata = file.GetMetadataReader();
        foreach (var handle in metadata.MethodDefinitions)
        {
            var method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0)
            {
                continue;
            }

            var body = file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes();
            if (body is not null && CallsConstructor(metadata, body))
            {
                var type = metadata.GetTypeDefinition(method.GetDeclaringType());
                makers.Add($"{metadata.GetString(type.Name)}.{metadata.GetString(method.Name)}");
            }
        }

        Assert.Equal(expected, makers);
    }

    [Fact]
    public void ApprovedSql_HasNoPublicConstructorAndCannotBeCopied()
    {
        Assert.Empty(typeof(ApprovedSql).GetConstructors(BindingFlags.Public | BindingFlags.Instance));
        Assert.True(typeof(ApprovedSql).IsSealed);
        Assert.Null(typeof(ApprovedSql).GetMethod("<Clone>$"));
        Assert.All(typeof(ApprovedSql).GetProperties(), property => Assert.False(property.SetMethod?.IsPublic ?? false));
    }

    /// <summary>Looks for <c>newobj</c> (0x73) with a token of ApprovedSql's constructor.</summary>
    private static bool CallsConstructor(MetadataReader metadata, byte[] body)
    {
        for (var i = 0; i + 4 < body.Length; i++)
        {
            if (body[i] == 0x73 && IsApprovedSqlConstructor(metadata, BitConverter.ToInt32(body, i + 1)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsApprovedSqlConstructor(MetadataReader metadata, int token)
    {
        switch (token >>> 24)
        {
            case 0x06 when (token & 0xFFFFFF) is > 0 and var row && row <= metadata.MethodDefinitions.Count:
                var method = metadata.GetMethodDefinition(System.Reflection.Metadata.Ecma335.MetadataTokens.MethodDefinitionHandle(row));
                return metadata.GetString(method.Name) == ".ctor"
                    && metadata.GetString(metadata.GetTypeDefinition(method.GetDeclaringType()).Name) == nameof(ApprovedSql);
            case 0x0A when (token & 0xFFFFFF) is > 0 and var row && row <= metadata.MemberReferences.Count:
                var member = metadata.GetMemberReference(System.Reflection.Metadata.Ecma335.MetadataTokens.MemberReferenceHandle(row));
                return metadata.GetString(member.Name) == ".ctor" && member.Parent.Kind == HandleKind.TypeReference
                    && metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name) == nameof(ApprovedSql);
            default:
                return false;
        }
    }
}
