-- nlsql_reader exists in the whole server; here it may look, and nothing else.
DO $$ BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO nlsql_reader', current_database());
END $$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA sales, operations, marketing TO nlsql_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA sales, operations, marketing TO nlsql_reader;

-- All product names in the statistics, so that every one of them can be recognized in a question.
ALTER TABLE operations.products ALTER COLUMN name SET STATISTICS 600;
