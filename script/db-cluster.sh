# shellcheck shell=bash
# The private cluster of script/db: where its files are, how it is made, started and stopped. It is sourced, never run.

CLUSTERS_OF_ROOT=/var/lib/datcong-webgis
IDENTITY=$DATA_DIR/cluster
HOLDERS=$DATA_DIR/cluster-holders
KEEP=$DATA_DIR/cluster-holders/keep

# --- where the cluster is -------------------------------------------------------------------------------------------

identity() { sed -n "s/^$1=//p" "$IDENTITY" 2>/dev/null || true; }

# A cluster belongs to one data folder. A clone that was moved keeps its cluster; a copy beside its original gets its own.
settle_identity() {
  local id place before
  id=$(identity id) place=$(identity place)
  [[ -z $id || $(identity home) != "$DATA_DIR" ]] || return 0
  for before in "$(identity home)" "$(cat "$(base_folder "$place" "$id")/home" 2>/dev/null || true)"; do
    if [[ -n $id && -n $before && ! $before -ef $DATA_DIR && $(sed -n 's/^id=//p' "$before/cluster" 2>/dev/null) == "$id" ]]; then
      id=''
    fi
  done
  [[ -n $id ]] || id=$(printf '%s' "$DATA_DIR" | sha256sum | cut -c1-12)
  if ((EUID == 0)) && [[ $place != inside && $place != home ]]; then
    place=system
  elif [[ -z $place || $place == system ]]; then
    place=inside
    holds_private_files "$DATA_DIR" || place=home
  fi
  if [[ $id != "$(identity id)" ]]; then set_aside_remains "$(base_folder "$place" "$id")"; fi
  printf 'id=%s\nplace=%s\nhome=%s\n' "$id" "$place" "$DATA_DIR" >"$IDENTITY"
}

# A data folder that was deleted and made again starts with an empty database. What the old one had is kept, once.
set_aside_remains() {
  local base=$1 server
  [[ $base != "$DATA_DIR"/* && -d $base/data ]] || return 0
  server=$(head -n 1 "$base/data/postmaster.pid" 2>/dev/null || true)
  if [[ -n $server && $(readlink "/proc/$server/cwd") == "$base/data" ]]; then
    kill -INT "$server"
    wait_for_end "$server"
  fi
  rm -rf "$base.old"
  mv "$base" "$base.old"
  say "Note: the data folder is new. The database of an earlier one was set aside in $base.old."
}

# PostgreSQL wants a folder of mode 0700, which some file systems do not know.
holds_private_files() {
  local probe mode
  probe=$(mktemp -d "$1/probe-XXXXXX") || return 1
  chmod 0700 "$probe" && mode=$(stat -c %a:%u "$probe")
  rmdir "$probe"
  [[ $mode == "700:$EUID" ]]
}

# base_folder PLACE ID
base_folder() {
  case $1 in
    system) printf '%s/%s\n' "$CLUSTERS_OF_ROOT" "$2" ;;
    home) printf '%s/.local/share/datcong-webgis/%s\n' "${HOME:-/tmp}" "$2" ;;
    *) printf '%s/pg\n' "$DATA_DIR" ;;
  esac
}

# A socket's path has at most 107 bytes; the name inside takes 16.
socket_folder() {
  local candidate
  for candidate in "$BASE/s" "${HOME:-/tmp}/.local/share/datcong-webgis/$(identity id)-s"; do
    # the bytes count, and a comma would end the setting
    if (($(printf '%s' "$candidate" | wc -c) <= 90)) && [[ $candidate != *[,\'\"\\]* ]]; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  printf '/tmp/datcong-%s-%s\n' "$OWNER_ID" "$(identity id)"
}

# Sets BASE, PGDATA, SOCKETS, OWNER (the system user of the cluster) and BIN.
locate() {
  settle_identity
  BASE=$(base_folder "$(identity place)" "$(identity id)")
  PGDATA=$BASE/data
  if [[ -d $PGDATA ]]; then
    OWNER=$(stat -c %U "$BASE") OWNER_ID=$(stat -c %u "$BASE")
  elif [[ $(identity place) == system ]]; then
    OWNER=postgres OWNER_ID=$(id -u postgres 2>/dev/null || echo 0)
  else
    OWNER=$(id -un) OWNER_ID=$EUID
  fi
  if ((EUID != 0 && EUID != OWNER_ID)); then
    die "The private database belongs to the system user $OWNER. Run this command as that user, or use another DATA_DIR."
  fi
  SOCKETS=$(socket_folder)
  local made_by=''
  [[ ! -e $PGDATA/PG_VERSION ]] || made_by=$(cat "$PGDATA/PG_VERSION")
  BIN=$(find_postgres "$made_by") || {
    [[ -z $made_by ]] || die "The private database was made by PostgreSQL $made_by, which is not installed (any more). Install postgresql-$made_by-postgis-3, or set $PGDATA aside and load a dump."
    die 'PostgreSQL with PostGIS is not installed. Run script/bootstrap first.'
  }
}

# Runs a program as the owner of the cluster, from a folder that every user can enter, without the caller's PG* settings.
as_owner() (
  cd /
  local clean=(env -i PATH="$BIN:/usr/sbin:/usr/bin:/sbin:/bin" LANG=C.UTF-8 LC_ALL=C.UTF-8)
  if ((EUID == 0 && OWNER_ID != 0)); then
    exec setpriv --reuid="$OWNER" --regid="$(id -g "$OWNER")" --init-groups "${clean[@]}" "$@" 3>&- 9>&-
  fi
  exec "${clean[@]}" "$@" 3>&- 9>&-
)

superuser_psql() { as_owner "$BIN/psql" -X -q -v ON_ERROR_STOP=1 -h "$SOCKETS" -p 5432 -U postgres "$@"; }

# --- making it ------------------------------------------------------------------------------------------------------

memory_mb() {
  local total limit
  total=$(awk '/^MemTotal:/ { print int($2 / 1024) }' /proc/meminfo)
  limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || true)
  if [[ $limit =~ ^[0-9]+$ ]] && ((limit / 1048576 < total)); then total=$((limit / 1048576)); fi
  printf '%s\n' "$total"
}

settings() {
  local memory shared
  memory=$(memory_mb)
  shared=$((memory / 4)) # the plots of a million take 2.2 GB; what does not fit is copied from the kernel's cache each time
  ((shared >= 128)) || shared=128
  ((shared <= 4096)) || shared=4096
  cat <<SETTINGS
# Written by script/db at every start; put settings of your own into postgresql.conf below the include.
listen_addresses = ''
port = 5432
unix_socket_directories = $(quoted "\"$SOCKETS\"")
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = ${shared}MB
effective_cache_size = $((memory / 2))MB
work_mem = 32MB
maintenance_work_mem = 256MB
random_page_cost = 1.1
jit = off
max_wal_size = 4GB
password_encryption = scram-sha-256
timezone = 'UTC'
log_timezone = 'UTC'
SETTINGS
}

make_cluster() {
  local locale=(--locale=C.UTF-8) major
  major=$("$BIN/postgres" --version | sed -E 's/^[^0-9]*([0-9]+).*/\1/')
  ((major < 15)) || locale+=(--locale-provider=icu --icu-locale=vi)
  if ((EUID == 0 && OWNER_ID != 0)); then
    [[ $(identity place) != system ]] || install -d -m 0755 "$CLUSTERS_OF_ROOT"
    install -d -m 0700 -o "$OWNER" -g "$(id -g "$OWNER")" "$BASE"
  else
    ((EUID != 0)) || die 'PostgreSQL does not run as root, and the system user postgres does not exist. Run script/bootstrap first.'
    mkdir -p "$BASE" && chmod 0700 "$BASE"
  fi
  as_owner rm -rf "$PGDATA.new"
  as_owner "$BIN/initdb" -D "$PGDATA.new" -U postgres -E UTF8 "${locale[@]}" \
    --auth-local=peer --auth-host=scram-sha-256 --data-checksums
  as_owner tee "$PGDATA.new/pg_hba.conf" >/dev/null <<'HBA'
# The cluster's own system user is its superuser; everybody else brings a password. No network.
local all postgres peer map=owner
local all all scram-sha-256
HBA
  printf 'owner "%s" postgres\n' "$OWNER" | as_owner tee "$PGDATA.new/pg_ident.conf" >/dev/null
  printf "\ninclude_if_exists = 'datcong.conf'\n" | as_owner tee -a "$PGDATA.new/postgresql.conf" >/dev/null
  as_owner mv "$PGDATA.new" "$PGDATA"
}

password_in() { private_url "$1" | sed -nE 's#^[a-z]+://[^:]*:([0-9a-f]+)@.*#\1#p'; }
new_password() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
url_encoded() {
  local LC_ALL=C text=$1 i char
  for ((i = 0; i < ${#text}; i++)); do
    char=${text:i:1}
    case $char in
      [a-zA-Z0-9._~-]) printf '%s' "$char" ;;
      *) printf '%%%02X' "'$char" ;;
    esac
  done
}

write_addresses() {
  local owner public at
  owner=$(password_in DATABASE_URL) public=$(password_in PUBLIC_DATABASE_URL)
  at="@:5432/datcong?host=$(url_encoded "$SOCKETS")" # no "&" in it, so that a shell may source the file
  (
    umask 077
    {
      printf 'DATABASE_URL=postgresql://datcong:%s%s\n' "${owner:-$(new_password)}" "$at"
      printf 'PUBLIC_DATABASE_URL=postgresql://datcong_public:%s%s\n' "${public:-$(new_password)}" "$at"
    } >"$DB_ENV.new"
    chmod 0600 "$DB_ENV.new"
  )
  if cmp -s "$DB_ENV.new" "$DB_ENV"; then rm "$DB_ENV.new"; else mv "$DB_ENV.new" "$DB_ENV"; fi
}

prepare_databases() {
  local wanted
  wanted=$(preparation_sql | sha256sum | cut -c1-32)
  [[ $(as_owner cat "$BASE/prepared" 2>/dev/null) != "$wanted" ]] || return 0
  preparation_sql | superuser_psql -d postgres
  printf '%s\n' "$wanted" | as_owner tee "$BASE/prepared" >/dev/null
}

# --- running it -----------------------------------------------------------------------------------------------------

# A lock file that names another folder came here with a move or a copy.
running() {
  [[ -d $PGDATA && $(as_owner sed -n 2p "$PGDATA/postmaster.pid" 2>/dev/null) == "$PGDATA" ]] &&
    as_owner "$BIN/pg_ctl" -D "$PGDATA" status >/dev/null 2>&1
}

start_cluster() {
  [[ -d $PGDATA ]] || { make_cluster >"$DATA_DIR/logs/initdb.log" 2>&1 || die "The private database could not be made; $DATA_DIR/logs/initdb.log says why. Correct it and run the command again."; }
  write_addresses
  if running; then
    prepare_databases
    return
  fi
  forget_foreign_lock
  if ((EUID == 0 && OWNER_ID != 0)); then
    install -d -m 0700 -o "$OWNER" -g "$(id -g "$OWNER")" "$SOCKETS"
  else
    mkdir -p "$SOCKETS" && chmod 0700 "$SOCKETS"
  fi
  [[ $(stat -c %u "$SOCKETS") == "$OWNER_ID" ]] || die "The folder $SOCKETS belongs to another user. Remove it and run the command again."
  printf '%s\n' "$DATA_DIR" | as_owner tee "$BASE/home" >/dev/null
  settings | as_owner tee "$PGDATA/datcong.conf" >/dev/null
  if ! as_owner "$BIN/pg_ctl" -D "$PGDATA" -l "$BASE/log" -w -t 120 start >"$DATA_DIR/logs/pg_ctl.log" 2>&1; then
    as_owner tail -n 15 "$BASE/log" >&2 || cat "$DATA_DIR/logs/pg_ctl.log" >&2
    die "The private database did not start; the lines above are the end of its log $BASE/log. Correct the cause and run the command again."
  fi
  prepare_databases
}

# A clone that was moved or copied while its database ran: the moved server still has its files open here and is ended
# (the next start recovers from its log); the original of a copy is left alone, only its lock file goes.
forget_foreign_lock() {
  local server
  server=$(as_owner head -n 1 "$PGDATA/postmaster.pid" 2>/dev/null || true)
  if [[ -n $server && $(readlink "/proc/$server/cwd") == "$PGDATA" ]]; then
    kill -QUIT "$server"
    wait_for_end "$server"
  fi
  as_owner rm -f "$PGDATA/postmaster.pid" "$SOCKETS/.s.PGSQL.5432" "$SOCKETS/.s.PGSQL.5432.lock"
}

wait_for_end() {
  local tries
  for ((tries = 0; tries < 300; tries++)); do
    # a process that nobody has reaped yet has no working folder any more
    [[ -n $(readlink "/proc/$1/cwd") ]] || return 0
    sleep 0.1
  done
}

stop_cluster() {
  running || return 0
  as_owner "$BIN/pg_ctl" -D "$PGDATA" -m fast -w -t 120 stop >"$DATA_DIR/logs/pg_ctl.log" 2>&1 ||
    die "The private database did not stop; $BASE/log says why. Close what is connected to it and run script/db stop again."
}

# Commands that use the cluster hold it by their process, so that the last one to leave stops what none of the others needs.
started_at() { awk '{ sub(/.*\) /, ""); print $20 }' "/proc/$1/stat" 2>/dev/null; }

holders() {
  local file pid
  for file in "$HOLDERS"/[0-9]*; do
    [[ -e $file ]] || continue
    pid=${file##*/}
    if [[ $(cat "$file") == "$(started_at "$pid")" ]]; then printf '%s\n' "$pid"; else rm -f "$file"; fi
  done
}

hold() {
  external_database && return
  mkdir -p "$HOLDERS"
  lock && locate
  started_at "$1" >"$HOLDERS/$1"
  start_cluster
  unlock
}

made() {
  locate
  [[ -e $BASE/prepared ]] && as_owner test -s "$PGDATA/PG_VERSION" && [[ -s $DB_ENV ]]
}

release() {
  external_database && return
  lock && locate
  rm -f "$HOLDERS/$1"
  if [[ ! -e $KEEP && -z $(holders) ]]; then stop_cluster; fi
  unlock
}
