namespace NlSql.Tests.Architecture.Specimens.Used;

// What the types beside it use, one way each.
#pragma warning disable CA1812, CA1823, CA1052, CA1802
internal class Base;

internal interface IRole;

internal sealed class Field;

internal sealed class Parameter;

internal sealed class Argument;

internal sealed class Constraint;

internal sealed class Local;

internal sealed class Caught : Exception;

internal sealed class Handed;

internal sealed class Fields
{
    public static int Count { get; set; }

    internal sealed class Nested;
}

internal static class Generic
{
    public static int SizeOf<T>() => typeof(T).Name.Length;
}

[AttributeUsage(AttributeTargets.Class)]
internal sealed class MarkAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
}
