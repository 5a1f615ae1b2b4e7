ALTER TABLE project_counts DROP COLUMN requested, DROP COLUMN jobs;
DROP INDEX project_rows_arrival;
DROP TABLE state_norms, working_calendars;
ALTER TABLE projects DROP COLUMN frozen_until;
