using System.Text;
using LLama;
using LLama.Native;

namespace NlSql.LocalModel.Inference;

/// <summary>How likely the model took a token to be at its place, by its own numbers: before temperature, top_p and grammar chose among them.</summary>
/// <param name="Bytes">Of its text in UTF-8; a character can lie across several tokens.</param>
/// <param name="LogProbability">Natural logarithm, at most 0.</param>
/// <param name="Likeliest">Of all tokens the likeliest ones at this place, the first of them first; without likeliest ones of their own.</param>
internal sealed record TokenChance(byte[] Bytes, float LogProbability, IReadOnlyList<TokenChance> Likeliest)
{
    /// <summary>As the protocol writes what cannot be: JSON has no infinity.</summary>
    private const float Impossible = -9999;

    /// <summary>With a mark in the place of what is no whole character.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <param name="logits">One for each token of the vocabulary.</param>
    /// <param name="most">Likeliest tokens that are given.</param>
    public static TokenChance Of(ReadOnlySpan<float> logits, LLamaToken token, int most, LLamaContext context)
    {
        var highest = float.NegativeInfinity;
        foreach (var logit in logits)
        {
            highest = Math.Max(highest, logit);
        }

        var sum = 0d;
        foreach (var logit in logits)
        {
            sum += Math.Exp(logit - highest);
        }

        var whole = highest + Math.Log(sum);
        List<TokenChance> likeliest = [];
        foreach (var number in Highest(logits, most))
        {
            likeliest.Add(Chance(number, logits[number], []));
        }

        return Chance((int)token, logits[(int)token], likeliest);

        TokenChance Chance(int number, float logit, IReadOnlyList<TokenChance> top) =>
            new(BytesOf(number, context), float.IsFinite(logit) ? (float)(logit - whole) : Impossible, top);
    }

    private static List<int> Highest(ReadOnlySpan<float> logits, int count)
    {
        List<int> found = new(count + 1);
        for (var i = 0; i < logits.Length && count > 0; i++)
        {
            if (found.Count == count && logits[i] <= logits[found[^1]])
            {
                continue;
            }

            var place = found.Count;
            while (place > 0 && logits[found[place - 1]] < logits[i])
            {
                place--;
            }

            found.Insert(place, i);
            if (found.Count > count)
            {
                found.RemoveAt(count);
            }
        }

        return found;
    }

    private static byte[] BytesOf(int number, LLamaContext context)
    {
        var room = new byte[64];
        var length = (int)context.NativeHandle.ModelHandle.TokenToSpan((LLamaToken)number, room, 0, special: true);
        if (length > room.Length)
        {
            room = new byte[length];
            length = (int)context.NativeHandle.ModelHandle.TokenToSpan((LLamaToken)number, room, 0, special: true);
        }

        return room[..length];
    }
}
