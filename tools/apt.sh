#!/bin/sh
# Installs the Debian packages that the tests need, where that is allowed; else says the line to run.
# It never fails the build: a test whose package is missing says so itself.
set -eu

packages=
needs() {
    for name in $1; do
        command -v "$name" >/dev/null 2>&1 && return
    done
    shift
    packages="$packages $*"
}
needs gcc gcc libc6-dev
needs "chromium chromium-browser google-chrome-stable google-chrome" chromium fonts-liberation
[ -n "$packages" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "Missing here, and no apt-get to install them:$packages (the tests that need them skip)"
    exit 0
fi
line="apt-get update && apt-get install -y --no-install-recommends$packages"
if [ "$(id -u)" = 0 ]; then
    as_root=env
elif sudo -n true >/dev/null 2>&1; then
    as_root="sudo -n env"
else
    echo "The tests also need Debian packages. Run this for the full set (the tests that need them skip until then):"
    echo "  sudo sh -c '$line'"
    exit 0
fi

echo "Installing Debian packages:$packages (about 100 MB to download)"
apt() { $as_root DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" </dev/null; }
log=$(mktemp)
# shellcheck disable=SC2086  # a list of names is meant
if ! { apt update && apt install -y --no-install-recommends $packages; } >"$log" 2>&1; then
    tail -n 5 "$log"
    echo "They could not be installed. Run it by hand: $line"
fi
rm -f "$log"
