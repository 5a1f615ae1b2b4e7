//! What every table must be, read off the catalogue of a migrated database: it can be distributed by
//! organization, it is guarded by policies that bind its owner too, and no code hides in triggers.

use diesel::PgConnection;

use crate::fixtures::agency::EMPTY;
use crate::support::cluster::{TestDatabase, cluster};
use crate::support::sql::{connect, lines, number};

/// Tables that belong to no organization, or are read before one is known. They hold ids and hashes only,
/// or, as people and organizations do, are reference tables with policies of their own.
const SHARED: &str = "'organizations', 'users', 'sessions', 'invitations', 'password_resets', 'jobs', 'refresh_tokens', '__diesel_schema_migrations'";
/// Granted to nobody; reached through functions that keep to the organization.
const CLOSED: &str = "'search_rows', 'search_blocks'";

fn migrated() -> (TestDatabase, PgConnection) {
    let database = cluster().fresh_database(&EMPTY);
    let conn = connect(&database.owner_url);
    (database, conn)
}

/// None of the rows that the query finds may be there.
fn nothing_breaks(rule: &str, query: &str) {
    let (_database, mut conn) = migrated();
    let broken = lines(&mut conn, query);
    assert!(broken.is_empty(), "{rule}:\n{}", broken.join("\n"));
}

#[test]
fn the_organization_leads_every_primary_key() {
    nothing_breaks(
        "a table has no primary key that begins with organization_id",
        &format!(
            "SELECT t.relname::text AS line FROM pg_class t WHERE t.relkind IN ('r', 'p') \
             AND t.relnamespace = 'public'::regnamespace AND t.relname NOT IN ({SHARED}) \
             AND NOT EXISTS (SELECT 1 FROM pg_index i JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0] \
                WHERE i.indrelid = t.oid AND i.indisprimary AND a.attname = 'organization_id' AND a.attnotnull) ORDER BY 1"
        ),
    );
}

#[test]
fn the_organization_leads_every_index() {
    // Memberships are also looked up by the person, in every organization of theirs.
    nothing_breaks(
        "an index begins with something else",
        &format!(
            "SELECT t.relname || ': ' || x.relname AS line FROM pg_index i \
             JOIN pg_class t ON t.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid \
             LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0] \
             WHERE t.relnamespace = 'public'::regnamespace AND t.relname NOT IN ({SHARED}) \
             AND a.attname IS DISTINCT FROM 'organization_id' \
             AND (i.indisunique OR x.relname <> 'memberships_of_user') ORDER BY 1"
        ),
    );
}

#[test]
fn the_organization_leads_every_foreign_key() {
    nothing_breaks(
        "a foreign key does not begin with organization_id on both sides",
        &format!(
            "SELECT t.relname || ': ' || c.conname AS line FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid \
             JOIN pg_class other ON other.oid = c.confrelid \
             JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] \
             JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1] \
             WHERE c.contype = 'f' AND t.relname NOT IN ({SHARED}) \
             AND NOT (a.attname = 'organization_id' AND b.attname = 'organization_id') \
             AND other.relname NOT IN ('organizations', 'users') ORDER BY 1"
        ),
    );
}

#[test]
fn a_foreign_key_finds_its_rows_by_an_index() {
    // Without one, removing what it points to reads the whole table. Organizations and people are not removed,
    // and neither is an import while its rows say that they came from it.
    nothing_breaks(
        "a foreign key without an index that begins with its columns",
        "SELECT t.relname || ': ' || c.conname AS line FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid \
         JOIN pg_class other ON other.oid = c.confrelid \
         WHERE c.contype = 'f' AND other.relname NOT IN ('organizations', 'users', 'directory_entries', 'imports', 'memberships') \
         AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indisunique \
            AND (i.indkey::int2[])[0:] <@ c.conkey) \
         AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.conrelid AND \
            (SELECT array_agg(k ORDER BY k) FROM unnest((i.indkey::int2[])[0:cardinality(c.conkey) - 1]) AS k) \
            = (SELECT array_agg(k ORDER BY k) FROM unnest(c.conkey) AS k)) ORDER BY 1",
    );
}

#[test]
fn no_code_hides_in_triggers_and_no_word_in_an_enum() {
    nothing_breaks(
        "a trigger or a rule",
        "SELECT t.tgrelid::regclass || ': ' || t.tgname AS line FROM pg_trigger t WHERE NOT t.tgisinternal \
         UNION ALL SELECT r.tablename || ': ' || r.rulename FROM pg_rules r WHERE r.schemaname = 'public'",
    );
    nothing_breaks(
        "an enum type; use text with CHECK",
        "SELECT typname::text AS line FROM pg_type WHERE typtype = 'e' AND typnamespace = 'public'::regnamespace",
    );
}

#[test]
fn row_level_security_is_on_and_binds_the_owner() {
    nothing_breaks(
        "a table without forced row-level security and the policy of its organization",
        &format!(
            "SELECT t.relname::text AS line FROM pg_class t WHERE t.relkind IN ('r', 'p') \
             AND t.relnamespace = 'public'::regnamespace AND t.relname NOT IN ({SHARED}, {CLOSED}) \
             AND NOT (t.relrowsecurity AND t.relforcerowsecurity AND EXISTS (SELECT 1 FROM pg_policies p \
                WHERE p.tablename = t.relname AND p.cmd = 'ALL' AND p.qual = '(organization_id = app_org())' \
                AND p.with_check = '(organization_id = app_org())')) ORDER BY 1"
        ),
    );
    nothing_breaks(
        "people and organizations are guarded too",
        "SELECT relname::text AS line FROM pg_class WHERE relname IN ('users', 'organizations') \
         AND NOT (relrowsecurity AND relforcerowsecurity)",
    );
}

#[test]
fn the_second_policies_are_the_known_ones() {
    let (_database, mut conn) = migrated();
    let found = lines(
        &mut conn,
        "SELECT tablename || '.' || policyname || ' ' || cmd AS line FROM pg_policies \
         WHERE policyname <> 'organization' ORDER BY 1",
    );
    assert_eq!(
        found,
        [
            "memberships.of_user SELECT",
            "organizations.of_user SELECT",
            "organizations.operator SELECT",
            "organizations.own ALL",
            "users.colleague SELECT",
            "users.made_here ALL",
            "users.self ALL",
            "users.signing_in SELECT",
        ]
    );
}

#[test]
fn money_is_exact_and_has_its_kopecks_beside_it() {
    // Sums of many amounts are whole hundredths of their own: `hundredths`.
    nothing_breaks(
        "a numeric column that is no money of 18 digits and two places",
        "SELECT table_name || '.' || column_name AS line FROM information_schema.columns \
         WHERE table_schema = 'public' AND data_type = 'numeric' AND column_name <> 'hundredths' \
         AND (numeric_precision, numeric_scale) IS DISTINCT FROM (18, 2) \
         UNION ALL SELECT table_name || '.' || column_name FROM information_schema.columns \
         WHERE table_schema = 'public' AND data_type IN ('real', 'double precision', 'money')",
    );
    nothing_breaks(
        "an amount without its generated whole number beside it",
        "SELECT a.table_name || '.' || a.column_name AS line FROM information_schema.columns a \
         WHERE a.table_schema = 'public' AND a.data_type = 'numeric' \
         AND a.column_name <> 'hundredths' AND NOT EXISTS ( \
            SELECT 1 FROM information_schema.columns k WHERE k.table_name = a.table_name \
            AND k.column_name IN (replace(a.column_name, '_amount', '_kopecks'), a.column_name || '_hundredths') \
            AND k.data_type = 'bigint' AND k.is_generated = 'ALWAYS')",
    );
}

#[test]
fn names_are_sorted_the_russian_way() {
    nothing_breaks(
        "a name that is sorted byte by byte",
        "SELECT t.relname || '.' || a.attname AS line FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid \
         LEFT JOIN pg_collation c ON c.oid = a.attcollation \
         WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' \
         AND (t.relname, a.attname::text) IN (('clients', 'name'), ('commission_members', 'name'), ('meeting_members', 'name'), ('projects', 'name'), ('contacts', 'name'), \
            ('directory_entries', 'name'), ('project_rows', 'name'), ('project_rows', 'client_name'), \
            ('project_rows', 'district'), ('project_rows', 'industry'), ('project_rows', 'lead_name')) \
         AND c.collname IS DISTINCT FROM 'ru-x-icu'",
    );
}

#[test]
fn the_application_owns_nothing_and_history_is_append_only() {
    nothing_breaks(
        "crm_app owns",
        "SELECT relname::text AS line FROM pg_class WHERE relowner = 'crm_app'::regrole \
         UNION ALL SELECT proname::text FROM pg_proc WHERE proowner = 'crm_app'::regrole \
         UNION ALL SELECT 'schema ' || nspname FROM pg_namespace WHERE nspowner = 'crm_app'::regrole \
         OR has_schema_privilege('crm_app', nspname, 'CREATE') AND nspname = 'public'",
    );
    nothing_breaks(
        "crm_app may more than read and write rows",
        "SELECT t.relname || ': ' || p AS line FROM pg_class t, unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER']) p \
         WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace AND has_table_privilege('crm_app', t.oid, p)",
    );
    let (_database, mut conn) = migrated();
    let rights = |conn: &mut PgConnection, table: &str| {
        lines(
            conn,
            &format!(
                "SELECT p AS line FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) p \
                 WHERE has_table_privilege('crm_app', '{table}', p)"
            ),
        )
    };
    for history in ["changes", "activities"] {
        assert_eq!(
            rights(&mut conn, history),
            ["SELECT", "INSERT"],
            "{history}"
        );
    }
    assert!(rights(&mut conn, "search_rows").is_empty());
    assert!(rights(&mut conn, "search_blocks").is_empty());
    assert!(rights(&mut conn, "__diesel_schema_migrations").is_empty());
    let without_delete = lines(
        &mut conn,
        "SELECT relname::text AS line FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace \
         AND has_table_privilege('crm_app', oid, 'SELECT') AND NOT has_table_privilege('crm_app', oid, 'DELETE') ORDER BY 1",
    );
    assert_eq!(
        without_delete,
        [
            "activities",
            "api_keys",
            "changes",
            "erasures",
            "memberships",
            "merges",
            "notices",
            "organizations",
            "outbox_messages",
            "removal_requests",
            "users"
        ]
    );
}

#[test]
fn functions_that_run_as_the_owner_are_few_and_careful() {
    let (_database, mut conn) = migrated();
    let found = lines(
        &mut conn,
        "SELECT proname::text AS line FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace ORDER BY 1",
    );
    assert_eq!(
        found,
        [
            "erase_history",
            "search_add",
            "search_drop",
            "search_find",
            "search_forget_lost",
            "search_put"
        ]
    );
    let careless = number(
        &mut conn,
        "SELECT count(*) AS n FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace \
         AND (NOT proconfig::text LIKE '%search_path=public, pg_temp%' OR proacl::text LIKE '%{=X%' OR prosrc NOT LIKE '%app_org()%')",
    );
    assert_eq!(
        careless, 0,
        "a fixed search path, no public right, the organization in the text"
    );
}

#[test]
fn without_an_organization_no_row_of_any_is_seen() {
    let database = cluster().fresh_database(&crate::fixtures::agency::AGENCY);
    let mut owner = connect(&database.owner_url);
    let tables = lines(
        &mut owner,
        &format!(
            "SELECT relname::text AS line FROM pg_class t WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace \
             AND relname NOT IN ('sessions', 'invitations', 'password_resets', 'jobs', 'refresh_tokens', '__diesel_schema_migrations', {CLOSED})"
        ),
    );
    let mut app = connect(&database.app_url);
    for table in tables {
        let query = format!("SELECT count(*) AS n FROM {table}");
        assert_eq!(number(&mut app, &query), 0, "{table} as the application");
        assert_eq!(number(&mut owner, &query), 0, "{table} as the owner");
    }
}
