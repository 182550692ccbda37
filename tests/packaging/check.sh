#!/usr/bin/env bash
# check.sh BUILD_DIR program|wheel|consumer|gtest: installs the build into a folder of its own, uses it there as a user would,
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
  gtest)
    # examples/gtest, against an endpoint that keeps its model, and against one that does not.
    cmake --install "$build" --prefix "$prefix/usr" >/dev/null
    export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test HALLMARK_ENDPOINT
    cmake -S "$source/examples/gtest" -B example -G Ninja -DCMAKE_PREFIX_PATH="$prefix/usr" -DCMAKE_BUILD_TYPE=Debug >log 2>&1 &&
      cmake --build example >>log 2>&1 || { cat log >&2; exit 1; }
    # served MUTANT...: sets HALLMARK_ENDPOINT.
    served() {
      rm -f served  # what the last one said is not to be read
      "$prefix/usr/bin/hallmark" serve --model "$source/examples/gtest/parcels.json" --any-credentials ${1:+--mutant "$1"} >served &
      endpoint=$!
      trap 'kill $endpoint 2>/dev/null || true; rm -rf "$prefix"' EXIT
      until grep -q '^all ' served; do kill -0 $endpoint || fail "the endpoint did not start"; sleep 0.1; done
      HALLMARK_ENDPOINT=$(sed -n 's/^all *\(http[^ ]*\).*/\1/p' served)
    }
    served ""
    ctest --test-dir example >log 2>&1 || { cat log >&2; exit 1; }
    grep "tests passed" log
    example/conformance --gtest_list_tests | grep -q 'success_' || fail "the cases are not listed"
    kill $endpoint
    served "drop-member:/Name,GetParcel"
    ! example/conformance >log || fail "a mutant was not told"
    grep -q "schema.required\|case.echoes\|behaviour" log || { cat log >&2; fail "the finding is not shown"; }
    # What is known of a target is skipped with its reason.
    printf '{"name": "t", "endpoints": "%s", "known_deviations": "known.json"}' "$HALLMARK_ENDPOINT" >target.json
    printf '{"known_deviations": [{"case": "parcels.*", "rule": "*", "reason": "ticket 17", "expires": "2099-12-31"}]}' >known.json
    HALLMARK_TARGET=target.json example/conformance >log || { cat log >&2; fail "a known deviation fails"; }
    grep -q "known: ticket 17" log || { cat log >&2; fail "the reason is not shown"; }
    kill $endpoint
    ! HALLMARK_SELECT=nothing.Here example/conformance 2>log || fail "nothing selected, and no failure"
    grep -q "no case is selected" log || fail "it is not said that nothing is selected: $(cat log)"
    ;;
  consumer)
    cmake --install "$build" --prefix "$prefix/usr" >/dev/null
    cmake -S "$here" -B consumer -G Ninja -DCMAKE_PREFIX_PATH="$prefix/usr" -DCMAKE_BUILD_TYPE=Debug >log 2>&1 &&
      cmake --build consumer >>log 2>&1 || { cat log >&2; exit 1; }
    consumer/consumer "$prefix/usr/share/hallmark/schemas/voice-id/model.json" | tee said
    grep -q "^voice-id: 5 operations" said
    ;;
esac
