#!/usr/bin/env bash
# polib 1.2.0 takes off the first and the last character of what follows msgid or msgstr without looking at them. A line
# whose closing quotation mark was lost in an edit, `msgstr "Attendre une heure.`, is therefore read as "Attendre une
# heure": the full stop is gone, nothing is said, and when the catalogue is saved the shorter text stands there between
# good quotation marks. Nor does the first character have to be one: `msgstr Attendre"` gives "ttendre".
#
# A good engineer would expect an error, as polib gives one for a quotation mark too many, and as GNU gettext gives one
# here ("end-of-line within string"). So "polib could read it" says nothing about a catalogue: this program looks at
# every line's form itself before polib sees it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -q --disable-pip-version-check 'polib==1.2.0' 2>/dev/null
"$work/venv/bin/python" - <<'PY'
import sys

import polib

EXPECTED = {
    'msgstr "Attendre une heure."': "Attendre une heure.",
    'msgstr "Attendre une heure.': "Attendre une heure",
    'msgstr Attendre"': "ttendre",
    'msgstr "Attendre "une" heure."': None,
}
print("polib", polib.__version__)
changed = False
for line, expected in EXPECTED.items():
    try:
        seen = polib.pofile(f'msgid "Wait an hour."\n{line}\n')[0].msgstr
    except OSError as error:
        seen = None
        print(f"{line:32} refused: {error}")
    else:
        print(f"{line:32} read as {seen!r}")
    changed = changed or seen != expected
saved = str(polib.pofile('msgid "Wait an hour."\nmsgstr "Attendre une heure.\n'))
changed = changed or 'msgstr "Attendre une heure"\n' not in saved
if changed:
    sys.exit("CHANGED: a string that is not closed is read otherwise than the head says")
print("as found: a string that is not closed loses its last character without a word, for good when it is saved")
PY
