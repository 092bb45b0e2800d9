-- A ferry company: timetable with a column a weekday, flags as 0 and 1, two keys to one table, values that stand in a lookup table.
CREATE TABLE operator (operator_id int PRIMARY KEY, operator_name text NOT NULL, website text);
CREATE TABLE harbour (harbour_id int PRIMARY KEY, harbour_name text NOT NULL, town text, step_free smallint NOT NULL, latitude numeric(8,5), longitude numeric(8,5));
CREATE TABLE line_kind (kind_code smallint PRIMARY KEY, label text NOT NULL);
CREATE TABLE line (line_id int PRIMARY KEY, operator_id int NOT NULL REFERENCES operator, line_number text NOT NULL, line_title text, kind_code smallint REFERENCES line_kind);
CREATE TABLE timetable (timetable_id text PRIMARY KEY, monday smallint, tuesday smallint, wednesday smallint, thursday smallint, friday smallint, saturday smallint, sunday smallint, valid_from date NOT NULL, valid_until date NOT NULL);
CREATE TABLE crossing (crossing_id int PRIMARY KEY, line_id int NOT NULL REFERENCES line, timetable_id text NOT NULL REFERENCES timetable, origin_harbour_id int NOT NULL REFERENCES harbour,
    destination_harbour_id int NOT NULL REFERENCES harbour, departs_at time, minutes int, bikes_allowed smallint);
CREATE TABLE vessel (vessel_id int PRIMARY KEY, vessel_name text NOT NULL, built_year int, capacity int, weight_tons numeric(8,1), is_electric boolean NOT NULL);
CREATE TABLE voyage (voyage_id int PRIMARY KEY, crossing_id int NOT NULL REFERENCES crossing, vessel_id int REFERENCES vessel, sailed_on date NOT NULL, passengers int NOT NULL, cars int, cancelled smallint NOT NULL, delay_minutes int);
INSERT INTO operator VALUES (1, 'Northern Lines', 'https://north.example'), (2, 'Island Ferries', NULL), (3, 'Blue Sound', 'https://blue.example');
INSERT INTO harbour SELECT g, (ARRAY['Oakhaven','Port Ellis','Stonequay','Westbay','Linden Pier','Gull Rock','Ardmore','Kirkwall East'])[g], (ARRAY['Oakhaven','Ellis','Stonequay','Westbay','Westbay','Gullholm','Ardmore','Kirkwall'])[g], (g % 3 = 0)::int, 55 + g / 10.0, 5 + g / 7.0 FROM generate_series(1, 8) g;
INSERT INTO harbour VALUES (9, 'Old Mole', 'Ardmore', 0, 55.95, 6.2);
INSERT INTO line_kind VALUES (1, 'Passenger'), (2, 'Car ferry'), (3, 'Freight');
INSERT INTO line SELECT g, 1 + g % 3, 'F' || g, 'Route ' || g, CASE WHEN g = 7 THEN NULL ELSE 1 + g % 3 END FROM generate_series(1, 12) g;
INSERT INTO timetable VALUES ('WEEK', 1,1,1,1,1,0,0, '2025-01-01', '2025-12-31'), ('WKND', 0,0,0,0,0,1,1, '2025-01-01', '2025-12-31'), ('DAILY', 1,1,1,1,1,1,1, '2025-04-01', '2025-09-30'), ('SUN', 0,0,0,0,0,0,1, '2025-06-01', '2025-08-31');
INSERT INTO crossing SELECT g, 1 + g % 12, (ARRAY['WEEK','WKND','DAILY','SUN'])[1 + g % 4], 1 + g % 8, 1 + (g * 3 + 1) % 8, make_time(6 + g % 14, (g * 7) % 60, 0), 20 + (g * 13) % 90, (g % 2) FROM generate_series(1, 60) g WHERE g % 8 <> (g * 3 + 1) % 8;
INSERT INTO vessel SELECT g, (ARRAY['Aurora','Bjorn','Celeste','Dagny','Elin','Freya'])[g], 1985 + g * 6, 120 * g, 300.5 * g, g % 2 = 0 FROM generate_series(1, 6) g;
INSERT INTO voyage SELECT g, (SELECT crossing_id FROM crossing ORDER BY crossing_id OFFSET g % (SELECT count(*) FROM crossing) LIMIT 1), CASE WHEN g % 50 = 0 THEN NULL ELSE 1 + g % 5 END, DATE '2024-01-01' + (g * 5) % 700, 10 + (g * 37) % 300, CASE WHEN g % 4 = 0 THEN NULL ELSE (g * 11) % 80 END, (g % 17 = 0)::int, CASE WHEN g % 6 = 0 THEN NULL ELSE (g * 3) % 45 END FROM generate_series(1, 1500) g;
ANALYZE;
