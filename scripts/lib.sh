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
