namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>A frame that cannot be written as SQL over this schema. Never leaves <see cref="FrameCompiler"/>.</summary>
internal sealed class NotCompilableException(string message) : Exception(message);
