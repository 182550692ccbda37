#!/usr/bin/env bash
# check.sh BUILD_DIR: installs the build into a folder of its own, uses it there as a user would, and removes it.
set -euo pipefail
build=$1
here=$(cd "$(dirname "$0")" && pwd)
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
cmake --install "$build" --prefix "$prefix/usr" >/dev/null
[ -f "$prefix/usr/share/hallmark/suites/voice-id.suite.json" ] || { echo "packaging: the suites were not installed" >&2; exit 1; }

# The program finds its installed data, not the source tree.
cd "$prefix"
"$prefix/usr/bin/hallmark" list targets | grep -q embedded
"$prefix/usr/bin/hallmark" run voice-id.UpdateDomain/success --target embedded --no-generated --quiet

cmake -S "$here" -B "$prefix/consumer" -G Ninja -DCMAKE_PREFIX_PATH="$prefix/usr" -DCMAKE_BUILD_TYPE=Debug >"$prefix/log" 2>&1 &&
  cmake --build "$prefix/consumer" >>"$prefix/log" 2>&1 || { cat "$prefix/log" >&2; exit 1; }
"$prefix/consumer/consumer" "$prefix/usr/share/hallmark/schemas/voice-id/model.json" | tee "$prefix/said"
grep -q "^voice-id: 5 operations" "$prefix/said"
