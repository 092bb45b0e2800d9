using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace NlSql.Tests.Architecture;

/// <summary>A type that stands in no other: nested and generated ones count to it.</summary>
public readonly record struct OuterType(string Namespace, string Name)
{
    public override string ToString() => Name;
}

/// <summary>One type's use of another.</summary>
public readonly record struct TypeUse(OuterType From, OuterType To);

/// <summary>
/// Which types of the product a compiled assembly's types refer to: bases, interfaces, members' signatures, constraints, attributes with
/// their type arguments, locals, catch clauses and every token in a method's instructions. A constant leaves no reference in compiled
/// code, so the use of one is not seen.
/// </summary>
public sealed class TypeReferences : IDisposable
{
    private const string Product = "NlSql.";
    private static readonly Dictionary<int, OperandType> Operands = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value & 0xFFFF, code => code.OperandType);

    private readonly PEReader file;
    private readonly MetadataReader metadata;
    private readonly TypeCollector collector;
    private readonly HashSet<OuterType> unsafeTypes = [];

    private TypeReferences(PEReader file)
    {
        this.file = file;
        metadata = file.GetMetadataReader();
        collector = new TypeCollector(metadata);
    }

    /// <summary>Reads <c>NAME.dll</c>, which lies beside the tests.</summary>
    public static IReadOnlyList<TypeUse> Of(string assembly)
    {
        using var reader = new TypeReferences(new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"))));
        return reader.Read();
    }

    /// <summary>The product's types that call native code, or have a pointer or something pinned in a signature or among their locals.</summary>
    public static IReadOnlyCollection<OuterType> UnsafeOf(string assembly)
    {
        using var reader = new TypeReferences(new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"))));
        reader.Read();
        return [.. reader.unsafeTypes.Where(IsProduct)];
    }

    public void Dispose() => file.Dispose();

    private List<TypeUse> Read()
    {
        var uses = new HashSet<TypeUse>();
        foreach (var handle in metadata.TypeDefinitions)
        {
            var from = collector.OuterOf(handle);
            collector.Clear();
            ReadType(metadata.GetTypeDefinition(handle), from);
            uses.UnionWith(collector.Types.Where(to => to != from && IsProduct(to)).Select(to => new TypeUse(from, to)));
        }

        return [.. uses.Where(use => IsProduct(use.From))];
    }

    private static bool IsProduct(OuterType type) => type.Namespace.StartsWith(Product, StringComparison.Ordinal);

    private void ReadType(TypeDefinition type, OuterType owner)
    {
        collector.Add(type.BaseType);
        ReadAttributes(type.GetCustomAttributes());
        ReadParameters(type.GetGenericParameters());
        foreach (var implementation in type.GetInterfaceImplementations())
        {
            collector.Add(metadata.GetInterfaceImplementation(implementation).Interface);
        }

        foreach (var handle in type.GetFields())
        {
            var field = metadata.GetFieldDefinition(handle);
            field.DecodeSignature(collector, genericContext: null);
            NotePointers(owner);
            ReadAttributes(field.GetCustomAttributes());
        }

        foreach (var handle in type.GetProperties())
        {
            ReadAttributes(metadata.GetPropertyDefinition(handle).GetCustomAttributes());
        }

        foreach (var handle in type.GetEvents())
        {
            collector.Add(metadata.GetEventDefinition(handle).Type);
        }

        foreach (var handle in type.GetMethods())
        {
            ReadMethod(metadata.GetMethodDefinition(handle), owner);
        }
    }

    private void ReadMethod(MethodDefinition method, OuterType owner)
    {
        method.DecodeSignature(collector, genericContext: null);
        NotePointers(owner);
        if (method.Attributes.HasFlag(MethodAttributes.PinvokeImpl))
        {
            unsafeTypes.Add(owner);
        }

        ReadAttributes(method.GetCustomAttributes());
        ReadParameters(method.GetGenericParameters());
        foreach (var parameter in method.GetParameters())
        {
            ReadAttributes(metadata.GetParameter(parameter).GetCustomAttributes());
        }

        if (method.RelativeVirtualAddress == 0)
        {
            return;
        }

        var body = file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
        {
            metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(collector, genericContext: null);
            NotePointers(owner);
        }

        foreach (var region in body.ExceptionRegions.Where(region => !region.CatchType.IsNil))
        {
            collector.Add(region.CatchType);
        }

        ReadInstructions(body.GetILReader());

        // Those of methods that are called: a span over the stack is made from a pointer, in safe code.
        collector.TakePointers();
    }

    private void NotePointers(OuterType owner)
    {
        if (collector.TakePointers())
        {
            unsafeTypes.Add(owner);
        }
    }

    private void ReadParameters(GenericParameterHandleCollection parameters)
    {
        foreach (var constraint in parameters.SelectMany(parameter => metadata.GetGenericParameter(parameter).GetConstraints()))
        {
            collector.Add(metadata.GetGenericParameterConstraint(constraint).Type);
        }
    }

    private void ReadAttributes(CustomAttributeHandleCollection attributes)
    {
        foreach (var handle in attributes)
        {
            var attribute = metadata.GetCustomAttribute(handle);
            collector.Add(attribute.Constructor);
            ReadArguments(attribute);
        }
    }

    /// <summary>Types handed to an attribute: <c>[JsonSerializable(typeof(X))]</c>. An enum of another assembly has a size that is not known here.</summary>
    private void ReadArguments(CustomAttribute attribute)
    {
        try
        {
            attribute.DecodeValue(collector);
        }
        catch (Exception error) when (error is BadImageFormatException or ArgumentException)
        {
            // The attribute's own type was taken; its arguments are numbers of a foreign enum.
        }
    }

    private void ReadInstructions(BlobReader code)
    {
        while (code.RemainingBytes > 0)
        {
            var first = code.ReadByte();
            var operand = Operands[first == 0xFE ? 0xFE00 | code.ReadByte() : first];
            switch (operand)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineSig or OperandType.InlineTok or OperandType.InlineType:
                    collector.Add(MetadataTokens.EntityHandle(code.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    var targets = code.ReadInt32();
                    code.Offset += targets * sizeof(int);
                    break;
                default:
                    code.Offset += SizeOf(operand);
                    break;
            }
        }
    }

    private static int SizeOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
