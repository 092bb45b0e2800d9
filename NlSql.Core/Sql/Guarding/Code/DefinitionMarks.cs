using System.Globalization;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Sql.Guarding.Code;

/// <summary>By what is noticed that definitions are no longer those a statement was judged by.</summary>
/// <param name="code">Changes with every function, operator, cast, type, check, operator class and extension.</param>
/// <param name="columns">Of each relation, changes with its columns.</param>
public sealed class DefinitionMarks(string code, IReadOnlyDictionary<RelationName, decimal> columns)
{
    /// <summary>The mark of a statement that reads these relations.</summary>
    public string Of(IEnumerable<RelationName> relations) =>
        string.Create(CultureInfo.InvariantCulture, $"{code}+{relations.Distinct().Sum(relation => columns.GetValueOrDefault(relation)):0}");
}
