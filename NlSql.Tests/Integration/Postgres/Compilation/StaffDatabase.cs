using NlSql.Core.Language.Schema.Facts;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres.Compilation;

/// <summary>
/// Employees over time: which departments they belonged to, which they led, what they earned. Two tables lead from employees to departments; an
/// employee may come back to a department.
/// </summary>
public sealed class StaffDatabase(PostgresFixture postgres) : CompiledDatabase(postgres, Tables)
{
    private const string Tables = """
        CREATE TABLE departments (dept_no text PRIMARY KEY, dept_name text NOT NULL);
        INSERT INTO departments VALUES ('a', 'Sales'), ('b', 'Research'), ('c', 'Legal');
        CREATE TABLE employees (
            emp_no int PRIMARY KEY, first_name text NOT NULL, hired_on date NOT NULL, boss_no int REFERENCES employees, hourly_rate numeric(6, 2) NOT NULL);
        INSERT INTO employees VALUES
            (1, 'Ada', '2010-01-01', NULL, 90), (2, 'Ben', '2012-05-01', 1, 40), (3, 'Cy', '2015-06-15', 1, 95), (4, 'Di', '2020-02-29', 2, 30);
        CREATE TABLE memberships (
            emp_no int NOT NULL REFERENCES employees, dept_no text NOT NULL REFERENCES departments, from_date date NOT NULL, to_date date NOT NULL,
            PRIMARY KEY (emp_no, dept_no, from_date));
        INSERT INTO memberships VALUES
            (1, 'a', '2010-01-01', '9999-12-31'), (2, 'a', '2012-05-01', '2016-01-01'), (2, 'b', '2016-01-01', '2018-01-01'),
            (2, 'a', '2018-01-01', '9999-12-31'), (3, 'b', '2015-06-15', '2022-01-01'), (4, 'b', '2020-02-29', '9999-12-31');
        CREATE TABLE leaders (
            emp_no int NOT NULL REFERENCES employees, dept_no text NOT NULL REFERENCES departments, from_date date NOT NULL, to_date date,
            PRIMARY KEY (emp_no, dept_no));
        INSERT INTO leaders VALUES (1, 'a', '2010-01-01', NULL), (3, 'b', '2016-01-01', '2020-01-01');
        CREATE TABLE salaries (
            emp_no int NOT NULL REFERENCES employees, amount int NOT NULL, from_date date NOT NULL, is_current char(1) NOT NULL,
            PRIMARY KEY (emp_no, from_date));
        INSERT INTO salaries VALUES
            (1, 100, '2010-01-01', 'N'), (1, 200, '2015-01-01', 'Y'), (2, 80, '2012-05-01', 'Y'), (3, 90, '2015-06-15', 'N'), (4, 50, '2020-02-29', 'Y');
        """;

    protected override void Prepare()
    {
        Table("memberships").History = new HistoryOf(Column("memberships.from_date"), Column("memberships.to_date"), "9999-12-31", null, "");
        Table("leaders").History = new HistoryOf(Column("leaders.from_date"), Column("leaders.to_date"), null, null, "");
        Table("salaries").History = new HistoryOf(Column("salaries.from_date"), null, null, Column("salaries.is_current"), "");
        Column("salaries.is_current").Flag = new FlagValues("Y", "N", "");
    }
}
