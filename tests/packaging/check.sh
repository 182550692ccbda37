#!/usr/bin/env bash
# check.sh BUILD_DIR program|wheel|consumer: installs the build into a folder of its own, uses it there as a user would,
# and removes it. In bare roots: scripts/package.
set -euo pipefail
build=$1
here=$(cd "$(dirname "$0")" && pwd)
source=$(cd "$here/../.." && pwd)
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
unset HALLMARK_DATA
fail() { echo "packaging: $*" >&2; exit 1; }
cd "$prefix"

# found_beside PREFIX COMMAND...: the program uses the data that lies beside it, not that of the source tree.
found_beside() {
  local share=$1/share/hallmark
  shift
  cp "$share/targets/embedded.json" "$share/targets/only-here.json"
  "$@" list targets | grep -qx only-here || fail "$*: the data beside the program is not found"
  "$@" run voice-id.UpdateDomain/success --target only-here --no-generated --quiet
}

case "$2" in
  program)
    cmake --install "$build" --component program --prefix "$prefix/usr" >/dev/null
    [ "$(ls usr)" = "$(printf 'bin\nshare')" ] || fail "more than a program and its data: $(ls usr)"
    ! find . -name '*.a' -o -name '*.h' -o -name '*.cmake' | grep -q . || fail "what developers need came along"
    found_beside "$prefix/usr" "$prefix/usr/bin/hallmark"
    # The folder may be moved, and the program called by a link.
    mv usr elsewhere
    ln -s "$prefix/elsewhere/bin/hallmark" link
    ./link list targets | grep -qx only-here || fail "the data is not found through a link"
    ;;
  wheel)
    cmake --install "$build" --component program --strip --prefix "$prefix/usr" >/dev/null
    wheel=$(python3 "$source/packaging/wheel/make.py" --prefix "$prefix/usr" --version 1.2.3 --out "$prefix/out")
    python3 "$here/wheel_test.py" "$wheel" "$prefix/site"
    found_beside "$prefix/site/hallmark" env PYTHONPATH="$prefix/site" python3 -m hallmark
    ;;
  consumer)
    cmake --install "$build" --prefix "$prefix/usr" >/dev/null
    cmake -S "$here" -B consumer -G Ninja -DCMAKE_PREFIX_PATH="$prefix/usr" -DCMAKE_BUILD_TYPE=Debug >log 2>&1 &&
      cmake --build consumer >>log 2>&1 || { cat log >&2; exit 1; }
    consumer/consumer "$prefix/usr/share/hallmark/schemas/voice-id/model.json" | tee said
    grep -q "^voice-id: 5 operations" said
    ;;
esac
