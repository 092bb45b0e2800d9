using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Printing;

/// <summary>WITH and windows.</summary>
internal sealed partial class SqlPrinter
{
    private const long FrameNonDefault = 0x1, FrameRange = 0x2, FrameRows = 0x4, FrameGroups = 0x8, FrameBetween = 0x10;
    private const long StartUnboundedPreceding = 0x20, EndUnboundedFollowing = 0x100, StartCurrentRow = 0x200, EndCurrentRow = 0x400;
    private const long StartOffsetPreceding = 0x800, EndOffsetPreceding = 0x1000, StartOffsetFollowing = 0x2000, EndOffsetFollowing = 0x4000;
    private const long ExcludeCurrentRow = 0x8000, ExcludeGroup = 0x10000, ExcludeTies = 0x20000;
    private const long KnownFrameBits = FrameNonDefault | FrameRange | FrameRows | FrameGroups | FrameBetween | StartUnboundedPreceding | EndUnboundedFollowing
        | StartCurrentRow | EndCurrentRow | StartOffsetPreceding | EndOffsetPreceding | StartOffsetFollowing | EndOffsetFollowing
        | ExcludeCurrentRow | ExcludeGroup | ExcludeTies;

    private void With(ParseNode? with)
    {
        if (with is null)
        {
            return;
        }

        writer.Write(with.Flag("recursive") ? "WITH RECURSIVE " : "WITH ");
        var ctes = with.List("ctes");
        for (var i = 0; i < ctes.Count; i++)
        {
            if (i > 0)
            {
                writer.Write(",");
                writer.Line();
            }

            CommonTable(ctes[i]);
        }

        writer.Line();
    }

    private void CommonTable(ParseNode cte)
    {
        Name(cte.Text("ctename"));
        if (cte.Has("aliascolnames"))
        {
            writer.Write(" (");
            NameList(cte.List("aliascolnames"));
            writer.Write(")");
        }

        writer.Write(cte.Text("ctematerialized") switch
        {
            "CTEMaterializeDefault" => " AS ",
            "CTEMaterializeAlways" => " AS MATERIALIZED ",
            "CTEMaterializeNever" => " AS NOT MATERIALIZED ",
            var other => throw Unknown(cte, other),
        });
        Parenthesized(cte.Node("ctequery") ?? throw Unknown(cte, "no query"));
        if (cte.Node("search_clause") is { } search)
        {
            writer.Write(search.Flag("search_breadth_first") ? " SEARCH BREADTH FIRST BY " : " SEARCH DEPTH FIRST BY ");
            NameList(search.List("search_col_list"));
            writer.Write(" SET ");
            Name(search.Text("search_seq_column"));
        }

        if (cte.Node("cycle_clause") is { } cycle)
        {
            writer.Write(" CYCLE ");
            NameList(cycle.List("cycle_col_list"));
            writer.Write(" SET ");
            Name(cycle.Text("cycle_mark_column"));
            if (cycle.Node("cycle_mark_value") is { } mark && cycle.Node("cycle_mark_default") is { } otherwise)
            {
                writer.Write(" TO ");
                Expression(mark);
                writer.Write(" DEFAULT ");
                Expression(otherwise);
            }

            writer.Write(" USING ");
            Name(cycle.Text("cycle_path_column"));
        }
    }

    private void NamedWindow(ParseNode window)
    {
        Name(window.Text("name"));
        writer.Write(" AS ");
        WindowDefinition(window);
    }

    private void Over(ParseNode window)
    {
        writer.Write(" OVER ");
        if (window.Has("name"))
        {
            Name(window.Text("name"));
        }
        else
        {
            WindowDefinition(window);
        }
    }

    private void WindowDefinition(ParseNode window)
    {
        writer.Write("(");
        var separator = "";
        if (window.Has("refname"))
        {
            Name(window.Text("refname"));
            separator = " ";
        }

        if (window.Has("partitionClause"))
        {
            writer.Write(separator).Write("PARTITION BY ");
            Separated(window.List("partitionClause"), Expression);
            separator = " ";
        }

        if (window.Has("orderClause"))
        {
            writer.Write(separator);
            OrderBy(window.List("orderClause"));
            separator = " ";
        }

        Frame(window, separator);
        writer.Write(")");
    }

    private void Frame(ParseNode window, string separator)
    {
        var options = window.Number("frameOptions");
        if ((options & ~KnownFrameBits) != 0)
        {
            throw Unknown(window, "frame options");
        }

        if ((options & FrameNonDefault) == 0)
        {
            return;
        }

        writer.Write(separator).Write((options & FrameRows) != 0 ? "ROWS " : (options & FrameGroups) != 0 ? "GROUPS " : "RANGE ");
        var between = (options & FrameBetween) != 0;
        writer.Write(between ? "BETWEEN " : "");
        FrameBound(window, "startOffset", options, StartUnboundedPreceding, 0, StartCurrentRow, StartOffsetPreceding, StartOffsetFollowing);
        if (between)
        {
            writer.Write(" AND ");
            FrameBound(window, "endOffset", options, 0, EndUnboundedFollowing, EndCurrentRow, EndOffsetPreceding, EndOffsetFollowing);
        }

        writer.Write((options & ExcludeCurrentRow) != 0
            ? " EXCLUDE CURRENT ROW"
            : (options & ExcludeGroup) != 0
            ? " EXCLUDE GROUP"
            : (options & ExcludeTies) != 0
            ? " EXCLUDE TIES"
            : "");
    }

    private void FrameBound(
        ParseNode window,
        string offset,
        long options,
        long unboundedPreceding,
        long unboundedFollowing,
        long currentRow,
        long preceding,
        long following)
    {
        if ((options & (preceding | following)) != 0)
        {
            Operand(window.Node(offset) ?? throw Unknown(window, "no frame offset"), Precedence.Operator);
            writer.Write((options & preceding) != 0 ? " PRECEDING" : " FOLLOWING");
        }
        else
        {
            writer.Write(
                (options & unboundedPreceding) != 0 ? "UNBOUNDED PRECEDING"
                : (options & unboundedFollowing) != 0 ? "UNBOUNDED FOLLOWING"
                : (options & currentRow) != 0 ? "CURRENT ROW"
                : throw Unknown(window, "frame bound"));
        }
    }
}
