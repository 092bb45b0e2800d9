using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent;

/// <summary>How a ratio is written.</summary>
internal enum RatioScale
{
    /// <summary>0.25</summary>
    Fraction,

    /// <summary>25</summary>
    Percent,
}

/// <summary>An aggregate over those rows only that meet all of <paramref name="Only"/>.</summary>
internal sealed record FilteredTerm(Term Inner, IReadOnlyList<Condition> Only) : Term
{
    public override bool IsAggregate => true;

    public override TableNode Table => Inner.Table;
}

/// <summary>One quantity divided by another; nothing where the other is zero.</summary>
/// <param name="Name">What it is called in the result.</param>
internal sealed record RatioTerm(Term Numerator, Term Denominator, RatioScale Scale, string Name = "ratio") : Term
{
    public override bool IsAggregate => Numerator.IsAggregate || Denominator.IsAggregate;

    public override TableNode Table => Numerator.Table;

    public override IEnumerable<TableNode> Tables => [.. Numerator.Tables, .. Denominator.Tables];
}

/// <summary>What a group has of the sum of all groups shown.</summary>
internal sealed record ShareTerm(Term Part, RatioScale Scale) : Term
{
    public override bool IsAggregate => true;

    public override TableNode Table => Part.Table;
}

/// <summary>The result of another query of one row and one column.</summary>
internal sealed record ScalarTerm(QueryIntent Query) : Term
{
    public override bool IsAggregate => false;

    public override TableNode Table => Query.Subject;

    public override IEnumerable<TableNode> Tables => [];
}

/// <summary>One quantity less another.</summary>
/// <param name="IsRelative">In percent of the other.</param>
internal sealed record DifferenceTerm(Term Now, Term Before, bool IsRelative) : Term
{
    public override bool IsAggregate => true;

    public override TableNode Table => Now.Table;
}

/// <summary>The same quantity one step back in time.</summary>
/// <param name="Back">The step: <c>month</c>, <c>year</c>.</param>
/// <param name="Within">Compared inside each of these groups.</param>
internal sealed record EarlierTerm(Term Of, BucketTerm Period, string Back, IReadOnlyList<Term> Within) : Term
{
    public override bool IsAggregate => true;

    public override TableNode Table => Of.Table;
}

/// <summary>The quantity added up over the periods so far.</summary>
internal sealed record RunningTerm(Term Of, BucketTerm Period, IReadOnlyList<Term> Within) : Term
{
    public override bool IsAggregate => true;

    public override TableNode Table => Of.Table;
}
