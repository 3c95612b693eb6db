#!/bin/sh
# Makes the virtual environment, also where Debian ships Python without its venv part.
set -eu
python=$1 folder=$2
if ! command -v "$python" >/dev/null 2>&1; then
    echo "chokepoint: $python is not there. Install Python 3.11, or say which one to use: make PYTHON=/path/to/python3.11 ..." >&2
    exit 1
fi
if "$python" -m venv "$folder" >/dev/null 2>&1; then
    exit 0
fi
rm -rf "$folder"
if "$python" -m pip --version >/dev/null 2>&1; then
    "$python" -m venv --without-pip "$folder"
    "$python" -m pip --python "$folder/bin/python" install --quiet --disable-pip-version-check pip
    exit 0
fi
echo "chokepoint: $python can make no virtual environment. On Debian and Ubuntu: apt install python3.11-venv" >&2
exit 1
