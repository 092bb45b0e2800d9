namespace NlSql.Core.Language.Generation.BuiltIn.Frames;

/// <summary>The shape of a whole answer.</summary>
internal abstract record Answer;

internal sealed record SingleAnswer(QueryFrame Frame) : Answer;

/// <summary>Several figures that do not share their conditions, in one row or joined on the groups that all are broken down by.</summary>
internal sealed record SideBySide(IReadOnlyList<QueryFrame> Frames) : Answer;

/// <summary>Rows of several frames one after the other: "the highest and the lowest".</summary>
internal sealed record OneAfterAnother(IReadOnlyList<QueryFrame> Frames) : Answer;

internal enum SetOperator
{
    Union,
    Intersect,
    Except,
}

internal sealed record SetAnswer(QueryFrame Left, SetOperator Operator, QueryFrame Right) : Answer;

/// <summary>An aggregate over the groups of a frame, whose last shown expression is the figure: "average number of orders per customer".</summary>
internal sealed record OverGroups(Function Function, QueryFrame Groups) : Answer;

/// <summary>How many groups there are that meet the frame's conditions: "how many customers have more than 5 orders".</summary>
internal sealed record GroupCount(QueryFrame Groups) : Answer;

/// <summary>Whether the first of two figures is greater (or less) than the second, with both.</summary>
internal sealed record Whether(Answer Figures, Relation Relation) : Answer;

/// <summary>Yes or no, with the count behind it: "are there orders without a customer?".</summary>
internal sealed record YesOrNo(QueryFrame Counted) : Answer;
