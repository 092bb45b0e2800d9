using System.Text;
using LLama;
using LLama.Native;

namespace NlSql.LocalModel.Inference;

/// <summary>A conversation as the model was taught to read it: the chat template of its file, in its tokens.</summary>
internal sealed class ChatText
{
    private readonly LLamaWeights model;
    private readonly string[] controls;

    public ChatText(LLamaWeights model)
    {
        this.model = model;
        controls =
        [
            .. Enumerable.Range(0, model.Vocab.Count)
                .Select(token => (LLamaToken)token)
                .Where(token => token.IsControl(model.Vocab))
                .Select(token => model.Vocab.LLamaTokenToString(token, isSpecialToken: true))
                .OfType<string>()
                .Where(static text => text.Length > 1)
                .OrderByDescending(static text => text.Length),
        ];
    }

    /// <summary>
    /// The prompt's tokens, up to where the answer begins. Text of a message that reads like a token of the template (<c>&lt;|im_end|&gt;</c>) is
    /// broken up, so that what stands in a database or a question cannot end its own message. Throws when llama.cpp does not know the template.
    /// </summary>
    public LLamaToken[] Tokens(IEnumerable<(string Role, string Text)> messages)
    {
        var template = new LLamaTemplate(model.NativeHandle) { AddAssistant = true };
        foreach (var (role, text) in messages)
        {
            template.Add(role, Harmless(text));
        }

        return model.NativeHandle.Tokenize(Encoding.UTF8.GetString(template.Apply()), addBos: true, special: true, Encoding.UTF8);
    }

    private string Harmless(string text)
    {
        foreach (var control in controls)
        {
            if (text.Contains(control, StringComparison.Ordinal))
            {
                text = text.Replace(control, $"{control[0]} {control[1..]}", StringComparison.Ordinal);
            }
        }

        // C strings end there.
        return text.Replace('\0', ' ');
    }
}
