using System.Text;

namespace NlSql.Core.Database.Execution.Export;

/// <summary>The parts of an Excel workbook (ECMA-376) besides its sheets: the smallest set that Excel, LibreOffice and Numbers open.</summary>
internal static class XlsxParts
{
    /// <summary>Index of the cell format for dates in <see cref="Styles"/>; 0 is plain, 2 is date and time, 3 is the heading.</summary>
    public const int DateStyle = 1;
    public const int TimestampStyle = 2;
    public const int HeadingStyle = 3;

    public const string Styles = """
        <?xml version="1.0" encoding="UTF-8"?>
        <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>
        """;

    public const string Relationships = """
        <?xml version="1.0" encoding="UTF-8"?>
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>
        """;

    public const string SheetBegin = """
        <?xml version="1.0" encoding="UTF-8"?>
        <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
        """;

    public const string SheetEnd = "</sheetData></worksheet>";

    public static string ContentTypes(int sheets) => Build(
        """<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>""",
        sheets,
        n => $"""<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>""",
        "</Types>");

    public static string Workbook(int sheets) => Build(
        """<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>""",
        sheets,
        n => $"""<sheet name="Result {n}" sheetId="{n}" r:id="rId{n}"/>""",
        "</sheets></workbook>");

    public static string WorkbookRelationships(int sheets) => Build(
        """<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="styles" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>""",
        sheets,
        n => $"""<Relationship Id="rId{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{n}.xml"/>""",
        "</Relationships>");

    private static string Build(string begin, int sheets, Func<int, FormattableString> part, string end)
    {
        var text = new StringBuilder(begin);
        for (var sheet = 1; sheet <= sheets; sheet++)
        {
            text.Append(FormattableString.Invariant(part(sheet)));
        }

        return text.Append(end).ToString();
    }
}
