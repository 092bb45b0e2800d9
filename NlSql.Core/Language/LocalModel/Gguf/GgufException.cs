namespace NlSql.Core.Language.LocalModel.Gguf;

/// <summary>A file that is no usable GGUF. The message is a sentence without subject, to stand after the file's name: <c>is not a GGUF file</c>.</summary>
internal sealed class GgufException(string message) : Exception(message);
