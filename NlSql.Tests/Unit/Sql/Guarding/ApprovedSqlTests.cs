namespace NlSql.Tests.Unit.Sql.Guarding;

public sealed class ApprovedSqlTests
{
    [Theory]
    [InlineData("SELECT count(*) FROM t;", "SELECT pg_catalog.count(*)\nFROM t")]
    [InlineData("select \"A\", 'it''s', 'a\\b' from T", "SELECT \"A\", 'it''s', E'a\\\\b'\nFROM t")]
    [InlineData("SELECT U&\"\\0061\"", "SELECT a")]
    [InlineData("SELECT extract(year FROM a), a AT TIME ZONE 'UTC' FROM t", "SELECT EXTRACT(year FROM a), a AT TIME ZONE 'UTC'\nFROM t")]
    [InlineData("TABLE orders", "SELECT *\nFROM orders")]
    [InlineData("SELECT a FROM t WHERE b AND c AND (d OR e)", "SELECT a\nFROM t\nWHERE b\n  AND c\n  AND (d OR e)")]
    [InlineData("SELECT '2024-01-01'::date, NULL::integer, 'x'::_text", "SELECT\n  '2024-01-01'::pg_catalog.date,\n  NULL::integer,\n  'x'::pg_catalog._text")]
    [InlineData("SELECT 0xFFFFFFFFFF, 1_000_000_000_000, 1_0.5_0", "SELECT 1099511627775, 1000000000000, 10.50")]
    [InlineData("SELECT 1 -- a comment\n", "SELECT 1")]
    public void Text_IsWhatThePrinterMadeOfTheTree(string sql, string text) => Assert.Equal(text, GuardVerdicts.Approved(sql).Text);
}
