-- How long a project may stay where it is: the day on which a frozen one is looked at again, the days
-- that the organization works, a norm for each state; and what the board counts.
ALTER TABLE projects ADD COLUMN frozen_until date;

-- A year as an admin loads it: weekdays that are off, and days of weekends that are worked.
CREATE TABLE working_calendars (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    year integer NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    days_off date[] NOT NULL DEFAULT '{}',
    working_days date[] NOT NULL DEFAULT '{}',
    updated_at timestamptz NOT NULL DEFAULT now(),
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (organization_id, year)
);

-- Working days after which a project is late in a state; a state without a row has no norm.
CREATE TABLE state_norms (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    state text NOT NULL CHECK (state IN ('application_short', 'application_full', 'in_commission', 'on_support',
        'frozen')),
    working_days integer NOT NULL CHECK (working_days BETWEEN 1 AND 2000),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, state)
);

ALTER TABLE working_calendars ENABLE ROW LEVEL SECURITY;
ALTER TABLE working_calendars FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON working_calendars USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE state_norms ENABLE ROW LEVEL SECURITY;
ALTER TABLE state_norms FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON state_norms USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON working_calendars, state_norms TO crm_app;

-- A column of the board is read by time of arrival, newest first.
CREATE INDEX project_rows_arrival ON project_rows (organization_id, state, state_changed_at, project_id);

-- The counters hold sums too. What was counted before is counted anew; under FORCE the owner sees no row.
ALTER TABLE project_counts ADD COLUMN requested bigint NOT NULL DEFAULT 0;
ALTER TABLE project_counts ADD COLUMN jobs bigint NOT NULL DEFAULT 0;
ALTER TABLE project_counts NO FORCE ROW LEVEL SECURITY;
ALTER TABLE project_rows NO FORCE ROW LEVEL SECURITY;
DELETE FROM project_counts;
INSERT INTO project_counts (organization_id, id, state, n, requested, jobs)
    SELECT organization_id, gen_random_uuid(), state, count(*), sum(greatest(requested_kopecks, 0)), sum(greatest(jobs, 0))
    FROM project_rows GROUP BY organization_id, state;
ALTER TABLE project_counts FORCE ROW LEVEL SECURITY;
ALTER TABLE project_rows FORCE ROW LEVEL SECURITY;
