using System.Globalization;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>Compares times of the day: of columns that hold them, be it as text that sorts as they do, and of moments.</summary>
internal static class ClockTimes
{
    public static SqlExpression Within(SqlExpression column, ColumnNode node, ClockBounds bounds)
    {
        var isMoment = node.Info.Kind is ColumnKind.Timestamp or ColumnKind.TimestampTz;
        var time = isMoment ? new CastExpression(column, "time") : column;
        var parts = new List<SqlExpression>();
        if (bounds.From is { } from)
        {
            parts.Add(new BinaryExpression(bounds.IsFromExcluded ? ">" : ">=", time, Literal(from, node)));
        }

        if (bounds.To is { } to)
        {
            // A moment has seconds and is hardly ever the very end; a timetable has full minutes.
            parts.Add(new BinaryExpression(bounds.IsStretch && !isMoment ? "<=" : "<", time, Literal(to, node)));
        }

        return parts.Count == 0 ? throw new NotCompilableException("No time of the day is said.") : SelectScope.All(parts);
    }

    private static SqlExpression Literal(TimeOnly time, ColumnNode node)
    {
        var text = new TextExpression(time.ToString("HH:mm:ss", CultureInfo.InvariantCulture));
        return node.IsText ? text : new CastExpression(text, "time");
    }
}
