-- The register of clients reads a row of its own for each client, and added fields stand in a typed table beside
-- their JSON: both are copies, kept by projections in the writing transaction like project_rows.
CREATE TABLE client_rows (
    organization_id uuid NOT NULL,
    client_id uuid NOT NULL,
    version bigint NOT NULL,
    -- The name that people use.
    client_name text COLLATE "ru-x-icu" NOT NULL,
    client_kind text NOT NULL,
    full_name text COLLATE "ru-x-icu" NOT NULL,
    short_name text COLLATE "ru-x-icu" NOT NULL,
    last_name text COLLATE "ru-x-icu" NOT NULL,
    first_name text COLLATE "ru-x-icu" NOT NULL,
    middle_name text COLLATE "ru-x-icu" NOT NULL,
    client_inn text NOT NULL,
    kpp text NOT NULL,
    ogrn text NOT NULL,
    district text COLLATE "ru-x-icu" NOT NULL,
    city text COLLATE "ru-x-icu" NOT NULL,
    post_code text NOT NULL,
    street text COLLATE "ru-x-icu" NOT NULL,
    responsible_id uuid,
    responsible_name text COLLATE "ru-x-icu" NOT NULL,
    -- A colour among the members; 9 where nobody is responsible.
    responsible_hue smallint NOT NULL,
    -- Of the first contact that has one.
    contact text COLLATE "ru-x-icu" NOT NULL,
    phone text NOT NULL,
    email text NOT NULL,
    -- What the projects outside the bin come to. Kept by what each change adds, so that two writers of two projects
    -- of one client lose nothing.
    projects integer NOT NULL,
    requested_kopecks bigint NOT NULL,
    -- Raw texts of fields that could not be read, as in clients.unread.
    unread jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, client_id)
)
WITH (fillfactor = 85);
CREATE INDEX client_rows_name ON client_rows (organization_id, client_name, client_id);
CREATE INDEX client_rows_kind ON client_rows (organization_id, client_kind, client_id);
CREATE INDEX client_rows_inn ON client_rows (organization_id, client_inn, client_id);
CREATE INDEX client_rows_district ON client_rows (organization_id, district, client_id);
CREATE INDEX client_rows_responsible ON client_rows (organization_id, responsible_name, client_id);
CREATE INDEX client_rows_projects ON client_rows (organization_id, projects, client_id);
CREATE INDEX client_rows_requested ON client_rows (organization_id, requested_kopecks, client_id);
CREATE INDEX client_rows_created ON client_rows (organization_id, created_at, client_id);

-- One row for each added field that holds something: kopecks, millionths or 0 and 1 as a number, a day as a date,
-- everything else, and what a number or date should have been, as a text.
CREATE TABLE custom_values (
    organization_id uuid NOT NULL,
    row_id uuid NOT NULL,
    field_id uuid NOT NULL,
    number_value bigint,
    date_value date,
    text_value text COLLATE "ru-x-icu",
    PRIMARY KEY (organization_id, row_id, field_id)
);
CREATE INDEX custom_values_number ON custom_values (organization_id, field_id, number_value, row_id)
    WHERE number_value IS NOT NULL;
CREATE INDEX custom_values_date ON custom_values (organization_id, field_id, date_value, row_id)
    WHERE date_value IS NOT NULL;
CREATE INDEX custom_values_text ON custom_values (organization_id, field_id, text_value, row_id)
    WHERE text_value IS NOT NULL;

-- Values as JSON keeps them, typed. What does not fit its type stays a text.
CREATE FUNCTION custom_number(type text, value text) RETURNS bigint LANGUAGE sql IMMUTABLE
    AS $$ SELECT CASE
        WHEN type = 'boolean' THEN CASE lower(value) WHEN 'true' THEN 1 WHEN 'да' THEN 1 WHEN 'false' THEN 0 WHEN 'нет' THEN 0 END
        WHEN type IN ('number', 'money') AND value ~ '^-?[0-9]{1,12}(\.[0-9]{1,9})?$'
            THEN round(value::numeric * CASE type WHEN 'money' THEN 100 ELSE 1000000 END)::bigint END $$;
CREATE FUNCTION custom_date(type text, value text) RETURNS date LANGUAGE sql IMMUTABLE
    AS $$ SELECT CASE WHEN type = 'date' AND value ~ '^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
        AND substr(value, 9)::integer <= extract(day FROM make_date(substr(value, 1, 4)::integer,
            substr(value, 6, 2)::integer, 1) + interval '1 month' - interval '1 day')
        THEN make_date(substr(value, 1, 4)::integer, substr(value, 6, 2)::integer, substr(value, 9)::integer) END $$;

-- What is there already is copied now; under FORCE the owner sees no row.
ALTER TABLE addresses NO FORCE ROW LEVEL SECURITY;
ALTER TABLE clients NO FORCE ROW LEVEL SECURITY;
ALTER TABLE contacts NO FORCE ROW LEVEL SECURITY;
ALTER TABLE custom_fields NO FORCE ROW LEVEL SECURITY;
ALTER TABLE directory_entries NO FORCE ROW LEVEL SECURITY;
ALTER TABLE memberships NO FORCE ROW LEVEL SECURITY;
ALTER TABLE projects NO FORCE ROW LEVEL SECURITY;
ALTER TABLE supports NO FORCE ROW LEVEL SECURITY;
ALTER TABLE users NO FORCE ROW LEVEL SECURITY;
INSERT INTO client_rows (organization_id, client_id, version, client_name, client_kind, full_name, short_name, last_name,
        first_name, middle_name, client_inn, kpp, ogrn, district, city, post_code, street, responsible_id, responsible_name,
        responsible_hue, contact, phone, email, projects, requested_kopecks, unread, created_at, updated_at)
    SELECT c.organization_id, c.id, c.version, coalesce(c.short_name, c.name), c.kind, c.name, coalesce(c.short_name, ''),
        coalesce(c.last_name, ''), coalesce(c.first_name, ''), coalesce(c.middle_name, ''), coalesce(c.inn, ''),
        coalesce(c.kpp, ''), coalesce(c.ogrn, ''), coalesce(d.name, ''), coalesce(y.name, ''), coalesce(a.post_code, ''),
        coalesce(a.street, ''), c.responsible_id,
        coalesce(CASE WHEN u.last_name IS NOT NULL AND u.first_name IS NOT NULL
            THEN u.last_name || chr(160) || left(u.first_name, 1) || '.' ELSE u.name END, ''),
        coalesce(m.hue, 9),
        coalesce((SELECT t.name FROM contacts t WHERE t.organization_id = c.organization_id AND t.client_id = c.id
            AND t.name <> '' ORDER BY t.created_at, t.id LIMIT 1), ''),
        coalesce((SELECT t.phone FROM contacts t WHERE t.organization_id = c.organization_id AND t.client_id = c.id
            AND t.phone IS NOT NULL ORDER BY t.created_at, t.id LIMIT 1), ''),
        coalesce((SELECT t.email FROM contacts t WHERE t.organization_id = c.organization_id AND t.client_id = c.id
            AND t.email IS NOT NULL ORDER BY t.created_at, t.id LIMIT 1), ''),
        (SELECT count(*) FROM projects p WHERE p.organization_id = c.organization_id AND p.client_id = c.id
            AND p.state <> 'deleted'),
        coalesce((SELECT sum(p.requested_kopecks) FROM projects p WHERE p.organization_id = c.organization_id
            AND p.client_id = c.id AND p.state <> 'deleted'), 0),
        c.unread, c.created_at, c.updated_at
    FROM clients c
    LEFT JOIN addresses a ON a.organization_id = c.organization_id AND a.id = c.address_id
    LEFT JOIN directory_entries d ON d.organization_id = c.organization_id AND d.id = a.district_id
    LEFT JOIN directory_entries y ON y.organization_id = c.organization_id AND y.id = a.city_id
    LEFT JOIN users u ON u.id = c.responsible_id
    LEFT JOIN memberships m ON m.organization_id = c.organization_id AND m.user_id = c.responsible_id
    WHERE c.deleted_at IS NULL;
INSERT INTO custom_values (organization_id, row_id, field_id, number_value, date_value, text_value)
    SELECT f.organization_id, x.id, f.id, v.n, v.d, CASE WHEN v.n IS NULL AND v.d IS NULL THEN left(v.t, 500) END
    FROM custom_fields f
    JOIN (SELECT organization_id, 'client' AS entity, id, custom FROM clients
        UNION ALL SELECT organization_id, 'project', id, custom FROM projects
        UNION ALL SELECT organization_id, 'support', id, custom FROM supports) x
        ON x.organization_id = f.organization_id AND x.entity = f.entity
    CROSS JOIN LATERAL (SELECT CASE jsonb_typeof(x.custom -> f.key) WHEN 'array'
        THEN (SELECT string_agg(e, ', ') FROM jsonb_array_elements_text(x.custom -> f.key) e)
        ELSE x.custom ->> f.key END AS t) w
    CROSS JOIN LATERAL (SELECT w.t, custom_number(f.type, w.t) AS n, custom_date(f.type, w.t) AS d) v
    WHERE v.t <> '';
ALTER TABLE addresses FORCE ROW LEVEL SECURITY;
ALTER TABLE clients FORCE ROW LEVEL SECURITY;
ALTER TABLE contacts FORCE ROW LEVEL SECURITY;
ALTER TABLE custom_fields FORCE ROW LEVEL SECURITY;
ALTER TABLE directory_entries FORCE ROW LEVEL SECURITY;
ALTER TABLE memberships FORCE ROW LEVEL SECURITY;
ALTER TABLE projects FORCE ROW LEVEL SECURITY;
ALTER TABLE supports FORCE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;

ALTER TABLE client_rows ENABLE ROW LEVEL SECURITY;
ALTER TABLE client_rows FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON client_rows USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE custom_values ENABLE ROW LEVEL SECURITY;
ALTER TABLE custom_values FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON custom_values USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON client_rows, custom_values TO crm_app;
