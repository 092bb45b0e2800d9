using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent;

/// <summary>Two columns of different tables that a word fits equally well, and that would break the same rows down differently.</summary>
internal sealed record Doubt(Item Item, ColumnNode First, ColumnNode Second);
