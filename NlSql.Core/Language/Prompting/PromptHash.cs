using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace NlSql.Core.Language.Prompting;

/// <summary>Tells prompts apart.</summary>
internal static class PromptHash
{
    /// <summary>Of all messages, 64 hexadecimal digits: equal prompts have equal ones.</summary>
    public static string Of(IEnumerable<ChatMessage> messages) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001e', messages.Select(message => $"{message.Role}\u001f{message.Text}")))));
}
