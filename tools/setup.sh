#!/bin/sh
# Makes one of the two environments as locked; does nothing when it is already so.
#   sh tools/setup.sh core [DIR]    what a user gets        (default .venv-core)
#   sh tools/setup.sh dev [DIR]     that, and the tests'    (default .venv)
#   sh tools/setup.sh uv            uv alone
set -eu
cd "$(dirname "$0")/.."
root=$(pwd)
uv=$root/.tools/uv/bin/uv

# Megabytes to download on Linux x86-64, measured when the lock was made; other systems differ a little.
uv_mb=22
core_mb=160
dev_mb=275

say() { printf '%s\n' "$*"; }

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

find_python() {
    # A name on the PATH may be a stub that fails, so each is asked for its version.
    for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python; do
        [ -n "$candidate" ] || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            python=$candidate
            return
        fi
    done
    stop "Milepost needs Python 3.11 or later, and found none on the PATH." \
        "  Debian or Ubuntu:  apt-get install python3 python3-venv" \
        "  Elsewhere:         install Python, then run  make PYTHON=/path/to/python3 demo"
}

bring_uv() {
    uv_key=$(printf '%s\n' "$root" | cat - requirements/uv.txt | cksum)
    [ -x "$uv" ] && [ "$(cat .tools/uv.stamp 2>/dev/null)" = "$uv_key" ] && return
    find_python
    say "Installing uv into .tools (about $uv_mb MB to download)"
    rm -rf .tools/uv .tools/uv.stamp
    mkdir -p .tools
    # Debian ships python3 without venv or pip; either one is enough.
    if "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 && "$python" -m venv .tools/uv >.tools/uv.log 2>&1; then
        "$root/.tools/uv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
            -r requirements/uv.txt || stop "uv could not be installed: see the lines above."
    elif "$python" -m pip --version >/dev/null 2>&1; then
        rm -rf .tools/uv
        "$python" -m pip install --quiet --disable-pip-version-check --require-hashes --target .tools/uv \
            -r requirements/uv.txt || stop "uv could not be installed: see the lines above."
    else
        rm -rf .tools/uv
        stop "This Python has neither venv nor pip, so nothing can be installed. Run this, then try again:" \
            "  apt-get update && apt-get install -y python3-venv"
    fi
    [ -x "$uv" ] || stop "uv was installed, but $uv is not there."
    printf '%s\n' "$uv_key" >.tools/uv.stamp
}

make_environment() {
    lock=$1 venv=$2 megabytes=$3 what=$4
    stamp=$venv/milepost.stamp
    key=$(printf '%s\n' "$root" | cat - pyproject.toml requirements/build.txt "$lock" | cksum)
    if [ "$(cat "$stamp" 2>/dev/null)" = "$key $root" ] && "$venv/bin/python" -c '' >/dev/null 2>&1; then
        return
    fi
    bring_uv
    find_python
    say "Installing $what into $venv (up to $megabytes MB to download; nothing that uv already has)"
    # An environment made elsewhere, or left half-made, has scripts that name the wrong folder.
    case $(cat "$stamp" 2>/dev/null) in
    *" $root") "$venv/bin/python" -c '' >/dev/null 2>&1 || "$uv" venv --quiet --clear --python "$python" "$venv" ;;
    *) "$uv" venv --quiet --clear --python "$python" "$venv" ;;
    esac
    printf 'unfinished %s\n' "$root" >"$stamp"
    "$uv" pip sync --python "$venv/bin/python" --require-hashes "$lock"
    "$uv" pip install --quiet --python "$venv/bin/python" --no-deps \
        --build-constraints requirements/build.txt --require-build-hashes --editable .
    printf '%s\n' "$key $root" >"$stamp"
}

# uv uses the Python that is there; a slow line is not a failure.
export UV_PYTHON_DOWNLOADS=never UV_HTTP_TIMEOUT="${UV_HTTP_TIMEOUT:-120}" UV_NO_PROGRESS="${UV_NO_PROGRESS:-}"
[ -n "$UV_NO_PROGRESS" ] || unset UV_NO_PROGRESS
[ -w "${HOME:-/nowhere}" ] || export UV_CACHE_DIR="${UV_CACHE_DIR:-$root/.tools/cache}"
export PIP_ROOT_USER_ACTION=ignore
unset VIRTUAL_ENV PYTHONHOME PYTHONPATH

case ${1:-} in
uv) bring_uv ;;
core) make_environment requirements/core.txt "${2:-.venv-core}" "$core_mb" "Milepost" ;;
dev) make_environment requirements/dev.txt "${2:-.venv}" "$dev_mb" "Milepost and what its tests need" ;;
*) stop "usage: sh tools/setup.sh core|dev|uv [DIR]" ;;
esac
