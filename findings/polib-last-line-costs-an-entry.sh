#!/usr/bin/env bash
# polib 1.2.0 adds an entry when the next one begins, be it only with a comment; and the last one at the end of the file,
# but not if the file's last line begins with "#". An empty mark begins no entry. A catalogue that ends with an empty reference, flag or comment mark ("#:", "#,",
# "#." with nothing behind it, as is left when a tool or a hand takes the rest of the line away) therefore loses its
# last entry: no error, one message fewer, and gone for good when the file is saved. With words behind the mark, or with
# a plain "#", nothing is lost. GNU gettext reads all of them with all entries.
#
# A good engineer would expect a comment after an entry to be of no consequence to it, and reading and saving a
# catalogue that msgfmt accepts to keep what is in it. This program gives polib no empty marks.
#
# Needs the Debian package gettext for the comparison.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -q --disable-pip-version-check 'polib==1.2.0' 2>/dev/null
cd "$work"
venv/bin/python - <<'PY'
import subprocess
import sys
from pathlib import Path

import polib

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ENTRIES = 'msgid "The jetty"\nmsgstr "La jetée"\n\nmsgid "The lamp"\nmsgstr "La lampe"\n'
EXPECTED = {"": 2, "#:": 1, "#,": 1, "#.": 1, "#": 2, "#: night.yaml:3": 2, "# the end": 2}
print("polib", polib.__version__)
changed = False
for last, expected in EXPECTED.items():
    file = Path("fr.po")
    file.write_text(f"{HEAD}{ENTRIES}{last}\n", encoding="utf-8")
    seen = len(polib.pofile("fr.po"))
    told = subprocess.run(["msgfmt", "--statistics", "-o", "fr.mo", "fr.po"], capture_output=True, text=True, check=True)
    print(f"last line {last!r:18} polib: {seen} entries; msgfmt: {told.stderr.strip()}")
    changed = changed or seen != expected or not told.stderr.startswith("2 translated")
if changed:
    sys.exit("CHANGED: the last line counts otherwise than the head says")
print("as found: an empty '#:', '#,' or '#.' as last line costs polib the entry before it; gettext keeps it")
PY
