# shellcheck shell=bash
# Shared by the commands in script/. It is sourced, never run.
# Every command works from the clone's root, whatever folder it is called from.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$ROOT" || exit 1

VENV=$ROOT/.venv
DATA_DIR=${DATA_DIR:-var}
[[ $DATA_DIR == /* ]] || DATA_DIR=$ROOT/$DATA_DIR
if ! mkdir -p "$DATA_DIR/logs" "$DATA_DIR/stamps" 2>/dev/null || [[ ! -w $DATA_DIR ]]; then
  echo "The data folder $DATA_DIR cannot be written. Correct its owner, or name another folder in DATA_DIR." >&2
  exit 1
fi
DATA_DIR=$(cd "$DATA_DIR" && pwd -P)
export DATA_DIR
DB_ENV=$DATA_DIR/db.env
# Where this is set, every process compiles its 2,200 modules anew: 10 of the 16 s of a management command (measured).
unset PYTHONDONTWRITEBYTECODE

# --- messages -------------------------------------------------------------------------------------------------------

say() { printf '%s\n' "$*"; }

# Prints one or two plain sentences on what went wrong and what to do, and ends the command.
die() {
  printf '%s\n' "$*" >&2
  exit 1
}

# The comment block at the head of a command is its help.
print_help() { awk 'NR > 1 && !/^#/ { exit } NR > 1 { sub(/^# ?/, ""); print }' "$1"; }

# --- steps ----------------------------------------------------------------------------------------------------------

STEP_NUMBER=${STEP_NUMBER:-0}
STEP_TOTAL=${STEP_TOTAL:-0}
STEP_SCRATCH=$(mktemp -d)
forget_step_scratch() { rm -rf "$STEP_SCRATCH"; }
trap forget_step_scratch EXIT

# A line under the running step, on the terminal.
note() {
  [[ -e $STEP_SCRATCH/noted ]] || printf '\n' >&3
  touch "$STEP_SCRATCH/noted"
  printf '    %s\n' "$*" >&3
}

# Ends the running step: the text says what to do.
fail() {
  printf '%s\n' "$*" >"$STEP_SCRATCH/advice"
  exit 1
}

# With STEP_GROUP=1 a step is a process group of its own, which STEP_PID names, so that a signal to this command acts at once.
STEP_GROUP=0 STEP_PID=''
run_step() {
  if ((STEP_GROUP)); then
    set -m
    (set -e && "$@") &
    STEP_PID=$!
    set +m
    wait "$STEP_PID"
    code=$?
    STEP_PID=''
    return "$code"
  fi
  (set -e && "$@")
}

# step [--live] TITLE COMMAND [ARGUMENT...]
# Runs COMMAND (a function or a program) in a subshell with errexit; its output goes to a log, or with --live to the terminal.
step() {
  local live=0 title log began=$SECONDS code=0
  if [[ $1 == --live ]]; then live=1 && shift; fi
  title=$1 && shift
  STEP_NUMBER=$((STEP_NUMBER + 1))
  log=$DATA_DIR/logs/$(printf '%s' "${title,,}" | tr -cs 'a-z0-9' '-').log
  rm -f "$STEP_SCRATCH/noted" "$STEP_SCRATCH/advice"
  printf '==> %s/%s %s ...' "$STEP_NUMBER" "$STEP_TOTAL" "$title"
  exec 3>&1
  set +e # a subshell in a tested place would ignore errexit, so the code is taken here
  if ((live)); then
    printf '\n' && touch "$STEP_SCRATCH/noted"
    run_step "$@" > >(tee "$log" 9>&-) 2>&1
  else
    run_step "$@" >"$log" 2>&1
  fi
  code=$?
  set -e
  exec 3>&-
  if ((code == 0)); then
    if [[ -e $STEP_SCRATCH/noted ]]; then printf '    done in %s s\n' "$((SECONDS - began))"; else printf ' done in %s s\n' "$((SECONDS - began))"; fi
    return 0
  fi
  [[ -e $STEP_SCRATCH/noted ]] || printf '\n'
  printf '    failed after %s s\n' "$((SECONDS - began))"
  if ((!live)); then tail -n 15 "$log" | sed 's/^/    | /'; fi
  printf '\n%s\n' "$(cat "$STEP_SCRATCH/advice" 2>/dev/null || printf 'The step "%s" failed.' "$title")"
  printf 'The whole output is in %s. The command can be repeated: what is done stays done.\n' "$log"
  exit "$code"
}

# --- stamps: what was done for which content ------------------------------------------------------------------------

# One hash over the names and contents of files and folders; what does not exist counts as missing.
hash_of() {
  local path
  {
    for path in "$@"; do
      if [[ -d $path ]]; then
        find "$path" -type f ! -name '*.pyc' -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum
      elif [[ -e $path ]]; then
        sha256sum "$path"
      else
        printf 'missing %s\n' "$path"
      fi
    done
  } | sha256sum | cut -c1-32
}

stamp_is() { [[ $(cat "$DATA_DIR/stamps/$1" 2>/dev/null) == "$2" ]]; }
stamp_set() { printf '%s\n' "$2" >"$DATA_DIR/stamps/$1"; }

# data_inputs SAMPLE: one hash over everything that migrate, load_facts and sample_data read. The second wall is built
# anew by migrate alone, so what declares it counts too: a column that is public no more must leave the views.
data_inputs() {
  {
    find . \( -path ./.venv -o -path ./node_modules -o -path ./.git -o -path "./${DATA_DIR#"$ROOT"/}" -o -path ./var \) -prune -o \
      -type f \( -path '*/migrations/*' -o -path '*/sql/*' -o -path '*/management/commands/*' -o -path '*/loading/*' \
      -o -path '*/sample/*' -o -path '*/sample_reference/*' -o -path './data/*' -o -path './gis/db/*' \
      -o -name public.py -o -name apps.py -o -name workflow.py \) ! -name '*.pyc' -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum
    sha256sum requirements.txt
    printf 'sample %s\n' "$1"
  } | sha256sum | cut -c1-32
}

# One command at a time prepares this clone. Children that live on (a database server) must not inherit descriptor 9.
lock() {
  exec 9>"$DATA_DIR/.lock"
  flock -n 9 && return
  say 'Another command is preparing this clone; waiting for it.'
  flock 9
}
unlock() { exec 9>&-; }

# --- the system -----------------------------------------------------------------------------------------------------

as_root() {
  if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

# The folder of PostgreSQL's programs, of the highest version that has PostGIS, or of version $1.
find_postgres() {
  local bin version
  while read -r version; do
    bin=/usr/lib/postgresql/$version/bin
    [[ -z ${1:-} || $version == "$1" ]] || continue
    if [[ -x $bin/initdb && -e /usr/share/postgresql/$version/extension/postgis.control ]]; then
      printf '%s\n' "$bin"
      return 0
    fi
  done < <(find /usr/lib/postgresql -mindepth 1 -maxdepth 1 -printf '%f\n' 2>/dev/null | sort -rV)
  # systems that are not Debian keep one version, which pg_config names
  command -v pg_config >/dev/null || return 1
  bin=$(pg_config --bindir)
  version=$(pg_config --version | sed -E 's/^[^0-9]*([0-9]+).*/\1/')
  [[ -z ${1:-} || $version == "$1" ]] || return 1
  [[ -x $bin/initdb && -e $(pg_config --sharedir)/extension/postgis.control ]] || return 1
  printf '%s\n' "$bin"
}

# --- the network ----------------------------------------------------------------------------------------------------

# patiently SECONDS PROGRAM [ARGUMENT...]: three tries, each with twice the time of the one before. npm can wait for ever
# on a connection that went silent; what a try had fetched lies in the program's cache, so a slow line gets on, too.
patiently() {
  local seconds=$1 try code
  shift
  for try in 1 2 3; do
    code=0
    timeout --foreground --kill-after=10 "$seconds" "$@" || code=$?
    ((code)) || return 0
    ((code == 124 || code == 137)) && note "no answer within $seconds s"
    ((try == 3)) || note "try $((try + 1)) of 3"
    seconds=$((seconds * 2))
  done
  return "$code"
}

# --- Python packages ------------------------------------------------------------------------------------------------

# uv does not read pip's configuration: this prints what it has to know as exports.
uv_settings() {
  "$VENV/bin/python" - <<'PYTHON'
import ast, os, shlex, subprocess, sys

lines = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True).stdout.splitlines()
settings = {}
for wanted in ("global.", "install.", ":env:."):  # the later ones win, as in pip
    for line in lines:
        name, _, value = line.partition("=")
        if name.startswith(wanted):
            settings[name[len(wanted):].replace("_", "-")] = str(ast.literal_eval(value))
places = [p for p in settings.get("find-links", "").split() if "://" in p or os.path.isdir(p)]
translated = {
    "UV_DEFAULT_INDEX": settings.get("index-url"),
    "UV_INDEX": " ".join(settings.get("extra-index-url", "").split()),
    "UV_FIND_LINKS": ",".join(places),
    "UV_INSECURE_HOST": " ".join(settings.get("trusted-host", "").split()),
    "UV_HTTP_TIMEOUT": settings.get("timeout") or settings.get("default-timeout"),
    "UV_NO_INDEX": settings.get("no-index"),
    "SSL_CERT_FILE": settings.get("cert"),
    "HTTPS_PROXY": settings.get("proxy"),
    # an index named twice may hold a package in either, which pip takes as one
    "UV_INDEX_STRATEGY": "unsafe-best-match" if settings.get("extra-index-url") else None,
}
for name, value in translated.items():
    if value and name not in os.environ:
        print(f"export {name}={shlex.quote(value)}")
PYTHON
}

# install_python FILE...: by uv, and by pip where uv fails
install_python() {
  local file arguments=()
  for file in "$@"; do arguments+=(-r "$file"); done
  if [[ -x $VENV/bin/uv ]]; then
    (
      eval "$(uv_settings)"
      "$VENV/bin/uv" pip install --python "$VENV/bin/python" --no-config --require-hashes "${arguments[@]}"
    ) && return
    note 'uv failed; pip tries the same, which takes about two minutes more'
  fi
  "$VENV/bin/python" -m pip install --disable-pip-version-check --require-hashes "${arguments[@]}"
}

# --- the database's address -----------------------------------------------------------------------------------------

private_url() { sed -n "s/^${1:-DATABASE_URL}=//p" "$DB_ENV" 2>/dev/null | tail -n 1 || true; }

# True when the environment names a database of its own, so that no private cluster is wanted.
external_database() { [[ -n ${DATABASE_URL:-} && $DATABASE_URL != "$(private_url)" ]]; }

# Runs a command that knows the database.
with_database() {
  if external_database; then
    "$@"
  else
    DATABASE_URL=$(private_url) PUBLIC_DATABASE_URL=$(private_url PUBLIC_DATABASE_URL) "$@"
  fi
}

manage() { with_database "$VENV/bin/python" "$ROOT/manage.py" "$@"; }

# True when one of the project's own apps brings the management command.
has_command() {
  [[ -e $ROOT/manage.py ]] || return 1
  compgen -G "$ROOT/*/management/commands/$1.py" >/dev/null || compgen -G "$ROOT/*/*/management/commands/$1.py" >/dev/null
}

# --- what server and test share -------------------------------------------------------------------------------------

static_inputs() {
  local folders=(static)
  mapfile -t -O 1 folders < <(find . -mindepth 2 -maxdepth 3 -type d -name static -not -path './node_modules/*' -not -path './var/*' -not -path './.venv/*' | sort)
  hash_of "${folders[@]}" "$DATA_DIR/stamps/vendor" requirements.txt gis/http/staticfiles.py
}

collect_static() {
  local wanted
  wanted=$(static_inputs)
  [[ -d $DATA_DIR/static ]] && stamp_is static "$wanted" && return
  manage collectstatic --no-input || fail 'The static files could not be collected; the lines above say why.'
  stamp_set static "$wanted"
}
