namespace NlSql.Core.Sql.Names;

/// <summary>Schema and name of a relation as stored in the catalog (unquoted, case as it is).</summary>
public sealed record RelationName(string Schema, string Name)
{
    /// <summary>For people: <c>schema.name</c>, unquoted; the schema is left out when it is empty or <c>public</c>.</summary>
    public override string ToString() => Schema is "" or "public" ? Name : $"{Schema}.{Name}";
}
