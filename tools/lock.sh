#!/bin/sh
# Solves requirements/*.txt: every system and Python from 3.11 on in one file, each wheel by its digest.
set -eu
cd "$(dirname "$0")/.."
compile() {
    .tools/uv/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
        --no-annotate --no-header --no-emit-index-url --no-emit-find-links "$@"
}
compile requirements/uv.in -o requirements/uv.txt "$@"
compile requirements/build.in -o requirements/build.txt "$@"
compile pyproject.toml -o requirements/core.txt "$@"
compile pyproject.toml --group dev -c requirements/core.txt -o requirements/dev.txt "$@"
