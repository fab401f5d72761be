# shellcheck shell=bash
# The SQL of script/db: roles, database and extensions, for the private cluster and for an administrator. It is sourced,
# never run.

quoted() { printf "'%s'" "${1//\'/\'\'}"; }

# What a superuser prepares in one database: the extensions, in a schema of their own.
database_sql() {
  cat <<'SQL'
SET client_min_messages = warning;
CREATE SCHEMA IF NOT EXISTS extensions;
GRANT USAGE ON SCHEMA extensions TO PUBLIC;
SET search_path = extensions;
CREATE EXTENSION IF NOT EXISTS postgis SCHEMA extensions;
CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA extensions;
CREATE EXTENSION IF NOT EXISTS unaccent SCHEMA extensions;
CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA extensions;
-- the project's own coordinate systems are rows of this table
GRANT SELECT, INSERT, UPDATE, DELETE ON spatial_ref_sys TO datcong;
-- the public role sees the schema public_read only, which the project's migrations make
REVOKE ALL ON SCHEMA public FROM PUBLIC;
RESET search_path;
SQL
}

roles_sql() {
  cat <<'SQL'
SELECT 'CREATE ROLE datcong' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'datcong') \gexec
SELECT 'CREATE ROLE datcong_public' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'datcong_public') \gexec
ALTER ROLE datcong LOGIN NOSUPERUSER CREATEDB NOCREATEROLE PASSWORD :'owner_password';
ALTER ROLE datcong_public LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'public_password';
ALTER ROLE datcong SET search_path = public, extensions;
ALTER ROLE datcong_public SET search_path = public_read, extensions;
SQL
}

# $1: the locale for a server of somebody else's, where template1 may have any
new_database_sql() {
  printf '%s\n' "SELECT 'CREATE DATABASE datcong OWNER datcong${1:-}' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'datcong') \\gexec"
  cat <<'SQL'
ALTER DATABASE datcong SET search_path = public, extensions;
REVOKE ALL ON DATABASE datcong FROM PUBLIC;
GRANT CONNECT ON DATABASE datcong TO datcong_public;
SQL
}

# Roles, database and extensions of the private cluster; run again when they or the passwords change.
preparation_sql() {
  printf "\\set owner_password '%s'\n\\set public_password '%s'\n" "$(password_in DATABASE_URL)" "$(password_in PUBLIC_DATABASE_URL)"
  roles_sql
  printf '\\connect template1\n' && database_sql
  printf '\\connect postgres\n' && new_database_sql
  printf '\\connect datcong\n' && database_sql
}

own_tables_sql() {
  cat <<'SQL'
SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'extensions')
  AND n.nspname NOT LIKE 'pg_t%'
SQL
}

sql_for_dba() {
  cat <<'SQL'
-- Roles, database and extensions for the WebGIS, on a PostgreSQL 15 or later with PostGIS 3.3 or later.
-- Run once by a superuser; it can be repeated:
--   psql -v owner_password=... -v public_password=... -f this-file postgres
-- Add -v for_tests=1 where script/test shall run: test databases are copies of template1.
-- Then: DATABASE_URL=postgresql://datcong:...@HOST/datcong  PUBLIC_DATABASE_URL=postgresql://datcong_public:...@HOST/datcong
\set ON_ERROR_STOP on
\if :{?owner_password}
\else
  \prompt 'Password for the role datcong: ' owner_password
\endif
\if :{?public_password}
\else
  \prompt 'Password for the role datcong_public: ' public_password
\endif
SQL
  roles_sql
  new_database_sql " TEMPLATE template0 ENCODING ''UTF8'' LOCALE_PROVIDER icu ICU_LOCALE ''vi'' LOCALE ''C.UTF-8''"
  # shellcheck disable=SC2028  # psql's backslashes
  echo '\connect datcong'
  database_sql
  # shellcheck disable=SC2028
  printf '%s\n' '\if :{?for_tests}' '\connect template1'
  database_sql
  printf '%s\n' '\endif'
}
