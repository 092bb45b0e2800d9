using NlSql.Tests.Architecture.Specimens.Used;

namespace NlSql.Tests.Architecture.Specimens.Using;

// One use of each kind, for TypeReferencesTests to find.
#pragma warning disable CA1812, CA1823, CA1052, CA1802
internal sealed class OfBase : Base;

internal sealed class OfInterface : IRole;

internal sealed class OfField
{
    private readonly List<Field[]> fields = [];

    public int Count => fields.Count;
}

internal sealed class OfParameter
{
    public static bool IsGiven(Parameter? parameter) => parameter is not null;
}

internal sealed class OfConstraint<T>
    where T : List<Constraint>;

internal sealed class OfArgument
{
    public static int Size() => Generic.SizeOf<Argument>();
}

internal sealed class OfLambda
{
    public static Func<int, object> Make(int start) => more => start + more > 0 ? new Local() : 0;
}

internal sealed class OfCatch
{
    public static bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Caught)
        {
            return false;
        }
    }
}

[Mark(typeof(Handed))]
internal sealed class OfAttribute;

internal sealed class OfNested
{
    public static object Make(int kind) => kind switch
    {
        0 => 1,
        1 => 2,
        2 => 3,
        3 => 4,
        4 => Fields.Count,
        _ => new Fields.Nested(),
    };
}
