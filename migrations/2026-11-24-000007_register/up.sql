-- What the register and the search box read: copies kept by projections in the writing transaction,
-- so that no screen sorts a join. Nothing here is NULL: an empty value is the smallest of its type,
-- and an index reaches every order. Copies have no foreign keys: each row would be proved twice.
CREATE TABLE project_rows (
    organization_id uuid NOT NULL,
    project_id uuid NOT NULL,
    version bigint NOT NULL,
    number_value bigint NOT NULL,
    number text NOT NULL,
    client_id uuid,
    client_name text COLLATE "ru-x-icu" NOT NULL,
    client_inn text NOT NULL,
    name text COLLATE "ru-x-icu" NOT NULL,
    state text NOT NULL,
    -- Place in the lifecycle, for sorting.
    state_rank smallint NOT NULL,
    state_changed_at timestamptz NOT NULL,
    district_id uuid,
    district text COLLATE "ru-x-icu" NOT NULL,
    industry_id uuid,
    industry text COLLATE "ru-x-icu" NOT NULL,
    own_kopecks bigint NOT NULL,
    requested_kopecks bigint NOT NULL,
    total_kopecks bigint NOT NULL,
    tax_kopecks bigint NOT NULL,
    jobs integer NOT NULL,
    application_date date NOT NULL,
    application_date_precision text NOT NULL,
    lead_id uuid,
    lead_name text COLLATE "ru-x-icu" NOT NULL,
    -- The lead's colour among the members; 9 where nobody leads.
    lead_hue smallint NOT NULL,
    people_count integer NOT NULL,
    description text NOT NULL,
    -- Raw texts of fields that could not be read, as in projects.unread.
    unread jsonb NOT NULL,
    updated_at timestamptz NOT NULL,
    -- How much of what a full application needs is there, in per cent.
    filled smallint NOT NULL GENERATED ALWAYS AS (((
        (client_id IS NOT NULL)::integer + (name <> '')::integer + (industry_id IS NOT NULL)::integer
        + (district_id IS NOT NULL)::integer + (own_kopecks >= 0)::integer + (requested_kopecks >= 0)::integer
        + (jobs >= 0)::integer + (tax_kopecks >= 0)::integer + (description <> '')::integer) * 100 / 9)::smallint) STORED,
    PRIMARY KEY (organization_id, project_id)
)
-- Room on each page for the next versions of its rows: a change of what no index holds touches no index.
WITH (fillfactor = 85);
CREATE INDEX project_rows_number ON project_rows (organization_id, number_value, project_id);
CREATE INDEX project_rows_client ON project_rows (organization_id, client_name, project_id);
CREATE INDEX project_rows_inn ON project_rows (organization_id, client_inn, project_id);
CREATE INDEX project_rows_name ON project_rows (organization_id, name, project_id);
CREATE INDEX project_rows_state ON project_rows (organization_id, state_rank, project_id);
CREATE INDEX project_rows_district ON project_rows (organization_id, district, project_id);
CREATE INDEX project_rows_industry ON project_rows (organization_id, industry, project_id);
CREATE INDEX project_rows_own ON project_rows (organization_id, own_kopecks, project_id);
CREATE INDEX project_rows_requested ON project_rows (organization_id, requested_kopecks, project_id);
CREATE INDEX project_rows_total ON project_rows (organization_id, total_kopecks, project_id);
CREATE INDEX project_rows_tax ON project_rows (organization_id, tax_kopecks, project_id);
CREATE INDEX project_rows_jobs ON project_rows (organization_id, jobs, project_id);
CREATE INDEX project_rows_date ON project_rows (organization_id, application_date, project_id);
CREATE INDEX project_rows_lead ON project_rows (organization_id, lead_name, project_id);
-- No more of them: each is renewed by every edit of a sorted value. Districts and industries are filtered by
-- their names, which are unique in their directory; what belongs to a client is found in projects.

-- Number of projects by state, as deltas that are summed on reading and folded now and then:
-- two writers never wait for each other's row.
CREATE TABLE project_counts (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    state text NOT NULL,
    n bigint NOT NULL,
    PRIMARY KEY (organization_id, id)
);

-- pg_trgm's operators are not leakproof, so under a policy they never reach an index. These tables are
-- therefore granted to nobody and are read and written through the functions below, which keep to
-- the organization themselves.
CREATE TABLE search_rows (
    organization_id uuid NOT NULL,
    kind text NOT NULL,
    subject_id uuid NOT NULL,
    content text NOT NULL,
    PRIMARY KEY (organization_id, kind, subject_id)
);

-- What the index reaches: the different words of one row, or of a few dozen that were made together. Most words
-- of neighbours are the same, and to index each of them again is what made a long import slow. A block may hold
-- words that no row of it has any more, never too few: rows are compared themselves.
CREATE TABLE search_blocks (
    organization_id uuid NOT NULL,
    kind text NOT NULL,
    -- Of one row, which goes and changes with it.
    alone boolean NOT NULL,
    -- The first of its rows.
    id uuid NOT NULL,
    subjects uuid[] NOT NULL,
    words text NOT NULL,
    PRIMARY KEY (organization_id, kind, alone, id)
);
CREATE INDEX search_blocks_words ON search_blocks USING gin (organization_id, kind, words gin_trgm_ops);

-- No pattern holds a space, so what a row has its block has. An index finds rows for one pattern, never for ALL of
-- several: the longest leads, the others sift.
CREATE FUNCTION search_find(wanted_kind text, patterns text[]) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp ROWS 200
    AS $$ SELECT r.subject_id FROM search_blocks b
          JOIN search_rows r ON r.organization_id = b.organization_id AND r.kind = b.kind AND r.subject_id = ANY (b.subjects)
          WHERE b.organization_id = app_org() AND b.kind = wanted_kind
            AND b.words LIKE (SELECT p FROM unnest(patterns) p ORDER BY length(p) DESC LIMIT 1)
            AND b.words LIKE ALL (patterns) AND r.content LIKE ALL (patterns) $$;
CREATE FUNCTION search_put(of_kind text, ids uuid[], contents text[]) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ WITH changed AS (
              INSERT INTO search_rows AS r (organization_id, kind, subject_id, content)
              SELECT app_org(), of_kind, i, c FROM unnest(ids, contents) AS x (i, c)
              ON CONFLICT (organization_id, kind, subject_id) DO UPDATE SET content = excluded.content
                  WHERE r.content <> excluded.content
              RETURNING subject_id, content)
          INSERT INTO search_blocks (organization_id, kind, alone, id, subjects, words)
          SELECT app_org(), of_kind, true, subject_id, ARRAY[subject_id], content FROM changed
          ON CONFLICT (organization_id, kind, alone, id) DO UPDATE SET words = excluded.words $$;
-- Rows that were not there before, ids ascending, so many to a block; the words of each block are given.
CREATE FUNCTION search_add(of_kind text, ids uuid[], contents text[], words text[], per_block integer) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ INSERT INTO search_rows (organization_id, kind, subject_id, content)
          SELECT app_org(), of_kind, i, c FROM unnest(ids, contents) AS x (i, c);
          INSERT INTO search_blocks (organization_id, kind, alone, id, subjects, words)
          SELECT app_org(), of_kind, false, ids[(n - 1) * per_block + 1], ids[(n - 1) * per_block + 1 : n * per_block], w
          FROM unnest(words) WITH ORDINALITY AS x (w, n) $$;
-- A block of many goes with the last of its rows.
CREATE FUNCTION search_drop(of_kind text, ids uuid[]) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ DELETE FROM search_rows WHERE organization_id = app_org() AND kind = of_kind AND subject_id = ANY (ids);
          DELETE FROM search_blocks WHERE organization_id = app_org() AND kind = of_kind AND alone AND id = ANY (ids);
          DELETE FROM search_blocks b WHERE b.organization_id = app_org() AND b.kind = of_kind AND NOT b.alone
              AND b.id <= (SELECT i FROM unnest(ids) i ORDER BY i DESC LIMIT 1)
              AND b.id >= coalesce(
                  (SELECT f.id FROM search_blocks f WHERE f.organization_id = app_org() AND f.kind = of_kind AND NOT f.alone
                      AND f.id <= (SELECT i FROM unnest(ids) i ORDER BY i LIMIT 1) ORDER BY f.id DESC LIMIT 1),
                  '00000000-0000-0000-0000-000000000000')
              AND NOT EXISTS (SELECT FROM search_rows r WHERE r.organization_id = app_org() AND r.kind = of_kind
                  AND r.subject_id = ANY (b.subjects)) $$;
-- A long import commits what search finds a moment before its records. If it ends between the two, texts are left that
-- belong to nothing and find nothing; this clears those whose ids are not older than the one given.
CREATE FUNCTION search_forget_lost(since uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ DELETE FROM search_rows r WHERE r.organization_id = app_org() AND r.subject_id >= since
              AND (r.kind = 'client' AND NOT EXISTS (SELECT FROM clients c WHERE c.organization_id = r.organization_id AND c.id = r.subject_id)
                  OR r.kind = 'project' AND NOT EXISTS (SELECT FROM projects p WHERE p.organization_id = r.organization_id AND p.id = r.subject_id)
                  OR r.kind = 'contact' AND NOT EXISTS (SELECT FROM contacts k WHERE k.organization_id = r.organization_id AND k.id = r.subject_id));
          DELETE FROM search_blocks b WHERE b.organization_id = app_org() AND b.kind IN ('client', 'project', 'contact') AND b.id >= since
              AND NOT EXISTS (SELECT FROM search_rows r WHERE r.organization_id = app_org() AND r.kind = b.kind
                  AND r.subject_id = ANY (b.subjects)) $$;
REVOKE ALL ON FUNCTION search_find(text, text[]), search_put(text, uuid[], text[]),
    search_add(text, uuid[], text[], text[], integer), search_drop(text, uuid[]), search_forget_lost(uuid) FROM public;
GRANT EXECUTE ON FUNCTION search_find(text, text[]), search_put(text, uuid[], text[]),
    search_add(text, uuid[], text[], text[], integer), search_drop(text, uuid[]), search_forget_lost(uuid) TO crm_app;

ALTER TABLE project_rows ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_rows FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON project_rows USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE project_counts ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_counts FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON project_counts USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON project_rows, project_counts TO crm_app;
