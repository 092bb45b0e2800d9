namespace NlSql.Core.Language.Generation.BuiltIn.Frames;

internal static class RelationSigns
{
    /// <summary>As SQL writes it.</summary>
    public static string Sign(this Relation relation) => relation switch
    {
        Relation.Equal => "=",
        Relation.NotEqual => "<>",
        Relation.Greater => ">",
        Relation.GreaterOrEqual => ">=",
        Relation.Less => "<",
        _ => "<=",
    };
}
