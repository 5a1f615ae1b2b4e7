#!/usr/bin/env bash
# Makes the two roles and the database in a new PostgreSQL: the owner runs migrations, the application works
# under row-level security; neither is a superuser. The image of PostgreSQL runs it once, for an empty volume.
# It may be run by hand against any server, as a superuser, and again: what is there is left alone.

set -euo pipefail
: "${CRM_OWNER_PASSWORD:?}" "${CRM_APP_PASSWORD:?}"

as_superuser=(psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}")

# The passwords come from the environment, so that no list of processes shows them.
"${as_superuser[@]}" --dbname=postgres <<'SQL'
\getenv owner_password CRM_OWNER_PASSWORD
\getenv app_password CRM_APP_PASSWORD
SELECT format('CREATE ROLE crm_owner LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD %L', :'owner_password')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'crm_owner') \gexec
SELECT format('CREATE ROLE crm_app LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD %L', :'app_password')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'crm_app') \gexec
-- In a distributed database the workers must hear which organization a transaction serves.
ALTER ROLE crm_app SET citus.propagate_set_commands = 'local';
SELECT 'CREATE DATABASE crm OWNER crm_owner'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'crm') \gexec
SQL

"${as_superuser[@]}" --dbname=crm <<'SQL'
SET ROLE crm_owner;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
SQL
