# Shared by the scripts: where things are, and building. Source it.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
jobs=$(nproc)

# build PRESET [TARGET...]: configures and builds build/<preset>.
build() {
  local preset=$1
  shift
  cmake --preset "$preset" >"$root/build/$preset.configure.log" 2>&1 || { cat "$root/build/$preset.configure.log"; return 1; }
  cmake --build "build/$preset" --parallel "$jobs" ${1:+--target "$@"} -- -k 0 | { grep -v '^\[[0-9]*/[0-9]*\] \(Building\|Linking\|Generating\)' || true; }
}
mkdir -p "$root/build"

# botocore_data [VERSION]: sets $data to $BOTOCORE_DATA, or to the data folder of botocore (the newest, or that version),
# which it installs into build/.
botocore_data() {
  local venv=build/botocore-venv${1:+-$1}
  data=${BOTOCORE_DATA:-}
  [ -z "$data" ] || return 0
  [ -x "$venv/bin/python" ] || python3 -m venv "$venv" || return 1
  if [ -z "${1:-}" ] || ! "$venv/bin/python" -c 'import botocore' 2>/dev/null; then
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --upgrade "botocore${1:+==$1}" || return 1
  fi
  data=$("$venv/bin/python" -c 'import botocore, os; print(os.path.join(os.path.dirname(botocore.__file__), "data"))')
}
