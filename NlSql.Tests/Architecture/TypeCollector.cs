using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace NlSql.Tests.Architecture;

/// <summary>Gathers the types that metadata names; what a signature decodes to is of no interest, only what it passes through.</summary>
internal sealed class TypeCollector(MetadataReader metadata) : ISignatureTypeProvider<string, object?>, ICustomAttributeTypeProvider<string>
{
    private const string SystemType = "System.Type";

    private bool hasPointers;

    public HashSet<OuterType> Types { get; } = [];

    public void Clear() => Types.Clear();

    /// <summary>True when a pointer or something pinned was met since the last call.</summary>
    public bool TakePointers()
    {
        var had = hasPointers;
        hasPointers = false;
        return had;
    }

    /// <summary>Takes a handle of a type, member, method instance or signature.</summary>
    public void Add(EntityHandle handle)
    {
        if (handle.IsNil)
        {
            return;
        }

        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                Types.Add(OuterOf((TypeDefinitionHandle)handle));
                break;
            case HandleKind.TypeReference:
                Types.Add(OuterOf((TypeReferenceHandle)handle));
                break;
            case HandleKind.TypeSpecification:
                metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, genericContext: null);
                break;
            case HandleKind.MethodSpecification:
                var instance = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                instance.DecodeSignature(this, genericContext: null);
                Add(instance.Method);
                break;
            case HandleKind.MethodDefinition:
                var method = metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                Types.Add(OuterOf(method.GetDeclaringType()));
                method.DecodeSignature(this, genericContext: null);
                break;
            case HandleKind.FieldDefinition:
                var field = metadata.GetFieldDefinition((FieldDefinitionHandle)handle);
                Types.Add(OuterOf(field.GetDeclaringType()));
                field.DecodeSignature(this, genericContext: null);
                break;
            case HandleKind.MemberReference:
                AddMember(metadata.GetMemberReference((MemberReferenceHandle)handle));
                break;
            case HandleKind.StandaloneSignature:
                metadata.GetStandaloneSignature((StandaloneSignatureHandle)handle).DecodeMethodSignature(this, genericContext: null);
                break;
            default:
                throw new InvalidOperationException($"No reading of {handle.Kind}.");
        }
    }

    public OuterType OuterOf(TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        while (type.GetDeclaringType() is { IsNil: false } outer)
        {
            type = metadata.GetTypeDefinition(outer);
        }

        return new OuterType(metadata.GetString(type.Namespace), metadata.GetString(type.Name));
    }

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Take(OuterOf(handle));

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Take(OuterOf(handle));

    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    /// <summary>A type as an attribute writes it: <c>NlSql.Core.Foundation.Site.SiteFile, NlSql.Core, Version=...</c>, nested ones after a plus.</summary>
    public string GetTypeFromSerializedName(string name)
    {
        var outer = name.Split(',', '+', '[')[0];
        var dot = outer.LastIndexOf('.');
        return Take(new OuterType(dot < 0 ? string.Empty : outer[..dot], outer[(dot + 1)..]));
    }

    public string GetArrayType(string elementType, ArrayShape shape) => elementType;

    public string GetByReferenceType(string elementType) => elementType;

    public string GetFunctionPointerType(MethodSignature<string> signature) => Pointer(string.Empty);

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => genericType;

    public string GetGenericMethodParameter(object? genericContext, int index) => string.Empty;

    public string GetGenericTypeParameter(object? genericContext, int index) => string.Empty;

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    public string GetPinnedType(string elementType) => Pointer(elementType);

    public string GetPointerType(string elementType) => Pointer(elementType);

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    public string GetSZArrayType(string elementType) => elementType;

    public string GetSystemType() => SystemType;

    public bool IsSystemType(string type) => type == SystemType;

    public PrimitiveTypeCode GetUnderlyingEnumType(string type) => PrimitiveTypeCode.Int32;

    private OuterType OuterOf(TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        while (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            type = metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope);
        }

        return new OuterType(metadata.GetString(type.Namespace), metadata.GetString(type.Name));
    }

    private void AddMember(MemberReference member)
    {
        Add(member.Parent);
        if (member.GetKind() == MemberReferenceKind.Field)
        {
            member.DecodeFieldSignature(this, genericContext: null);
        }
        else
        {
            member.DecodeMethodSignature(this, genericContext: null);
        }
    }

    private string Pointer(string type)
    {
        hasPointers = true;
        return type;
    }

    private string Take(OuterType type)
    {
        Types.Add(type);
        return $"{type.Namespace}.{type.Name}";
    }
}
