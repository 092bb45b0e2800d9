using NlSql.Core.Language.Analysis.Profile;

namespace NlSql.Core.Language.Analysis.Narrative;

/// <summary>Finds what a yes-or-no question is answered with. Only where the rows tell it surely: a truth value, or how many there are.</summary>
internal static class YesOrNo
{
    private static readonly string[] Openings =
    [
        "is there", "are there", "was there", "were there", "do we", "did we", "have we", "does any", "do any", "did any", "has any", "have any", "is any",
        "are any",
    ];

    private static readonly string[] Verbs = ["is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "can", "could", "will", "would"];

    /// <summary>What follows the verb where somebody is asked to do something: "can you show ...".</summary>
    private static readonly string[] Requests = ["you", "i", "me"];

    /// <summary>Two things are compared: that there are rows says nothing yet.</summary>
    private static readonly string[] Comparing = ["than", "more", "less", "fewer", "most", "least", "or", "all", "every", "same"];

    public static bool? Of(string question, ResultShape shape, ResultProfile profile)
    {
        var words = question.ToLowerInvariant().Split([' ', ',', '?', '!', '.', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || !Verbs.Contains(words[0]) || Requests.Contains(words[1]))
        {
            return null;
        }

        if (shape.Kind == ShapeKind.SingleValue && profile.Rows[0][0] is bool said)
        {
            return said;
        }

        if (!Openings.Contains($"{words[0]} {words[1]}") || words.Any(Comparing.Contains))
        {
            return null;
        }

        return shape.Kind != ShapeKind.SingleValue ? profile.Rows.Count > 0
            : profile.Rows[0][0] is long count && FollowUpQuestions.Counted(profile.Columns[0]) is not null ? count > 0
            : null;
    }
}
