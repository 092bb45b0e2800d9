namespace NlSql.Core.Sql.Guarding.Expansion;

/// <summary>What one expression comes to in PostgreSQL's planner. Upper bounds; all of them saturate instead of overflowing.</summary>
/// <param name="Nodes">
/// Nodes after the planner has put the expressions of sub-queries in the place of their names: <c>x * x</c> over <c>x * x</c> over ... doubles
/// with every level.
/// </param>
/// <param name="Work">Steps to compute the constant parts of it, which PostgreSQL does while planning and without looking at a timeout.</param>
/// <param name="Size">Characters or digits of its value when that is a constant; <see cref="Data"/> when it depends on data.</param>
/// <param name="Magnitude">Largest absolute value when it is a constant number.</param>
internal readonly record struct Extent(double Nodes, double Work, double Size, double Magnitude)
{
    /// <summary>Kilobytes of one copy of it as a condition, for a partition or a branch of a UNION.</summary>
    public double Bulk { get; init; }

    /// <summary>Characters of the literals in it, which stand in everything that writes it out.</summary>
    public double Letters { get; init; }

    /// <summary>Pairs that it says are equal.</summary>
    public double Equalities { get; init; }

    /// <summary>Those of them of which neither is constant: what joins go by.</summary>
    public double Pairings { get; init; }

    /// <summary>ORs in it, and ANDs that a NOT turns into such.</summary>
    public double Choices { get; init; }

    /// <summary>The size of what is computed row by row.</summary>
    public const double Data = -1;

    /// <summary>A column of a table.</summary>
    public static Extent Column { get; } = new(1, 0, Data, double.PositiveInfinity) { Bulk = 0.5 };

    /// <summary>Nothing yet, to add to.</summary>
    public static Extent None { get; } = new(0, 0, 0, 0);

    public bool IsConstant => Size >= 0;

    /// <summary>A value of so many characters that is no number, or one that nobody knows.</summary>
    public static Extent Constant(double size) => new(1, 0, size, Math.Pow(10, size)) { Bulk = 0.5 + (size / 140), Letters = size };

    public static Extent Number(double value, double digits) => new(1, 0, digits, Math.Abs(value)) { Bulk = 0.5 };

    /// <summary>Both are there; the value is made of both.</summary>
    public static Extent operator +(Extent left, Extent right) => new(
        left.Nodes + right.Nodes,
        left.Work + right.Work,
        left.IsConstant && right.IsConstant ? left.Size + right.Size : Data,
        left.Magnitude + right.Magnitude)
    {
        Bulk = left.Bulk + right.Bulk,
        Letters = left.Letters + right.Letters,
        Equalities = left.Equalities + right.Equalities,
        Pairings = left.Pairings + right.Pairings,
        Choices = left.Choices + right.Choices,
    };

    /// <summary>One or the other, whichever is more.</summary>
    public static Extent Larger(Extent left, Extent right) => new(
        Math.Max(left.Nodes, right.Nodes),
        Math.Max(left.Work, right.Work),
        Math.Max(left.Size, right.Size),
        Math.Max(left.Magnitude, right.Magnitude))
    {
        Bulk = Math.Max(left.Bulk, right.Bulk),
        Letters = Math.Max(left.Letters, right.Letters),
        Equalities = Math.Max(left.Equalities, right.Equalities),
        Pairings = Math.Max(left.Pairings, right.Pairings),
        Choices = Math.Max(left.Choices, right.Choices),
    };

    /// <summary>
    /// Both are there, and the value is one of them: CASE and COALESCE leave a constant where their conditions are, and so does a field of a row.
    /// </summary>
    public Extent Or(Extent other) => (this + other) with
    {
        Size = IsConstant && other.IsConstant ? Size + other.Size : Math.Max(Size, other.Size),
        Magnitude = (IsConstant ? Magnitude : 0) + (other.IsConstant ? other.Magnitude : 0),
    };

    /// <summary>The same parts with another value.</summary>
    public Extent Of(double size) => Of(size, Math.Pow(10, size));

    public Extent Of(double size, double magnitude) => this with { Size = IsConstant ? size : Data, Magnitude = magnitude };

    /// <summary>What the value is made from stays; the value itself depends on data.</summary>
    public Extent AsData() => this with { Size = Data, Magnitude = double.PositiveInfinity };

    public Extent Copied(double times) => this with { Nodes = Nodes * times, Work = Work * times, Bulk = Bulk * times, Letters = Letters * times };

    /// <summary>
    /// Nodes that a constant weighs as much as: it is copied whole with each reference, and EXPLAIN writes it out for every step of the plan. A node takes
    /// about 2 KB, a sign up to 32 bytes.
    /// </summary>
    public double Weight => IsConstant ? Size / 60 : 0;

    /// <summary>As a column of a query. What it compares has been counted there.</summary>
    public Extent AsColumn() => this with { Nodes = Math.Max(Nodes, Weight), Equalities = 0, Pairings = 0, Choices = 0 };
}
