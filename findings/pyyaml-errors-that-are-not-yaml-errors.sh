#!/usr/bin/env bash
# PyYAML 6.0.4 documents one base class, yaml.YAMLError, for everything that a document can do wrong; `except
# yaml.YAMLError` around safe_load lets several faults of a document through all the same, because the constructors of
# the standard tags hand the text on to Python and let its errors out:
#
#   - a plain date that no calendar has (`date: 1945-02-30`, no tag needed) and an hour that no clock has: ValueError
#   - `!!int many`, `!!float many`: ValueError;  `!!bool perhaps`: KeyError
#   - `!!timestamp soon`: AttributeError
#
# A good engineer would expect ConstructorError, a YAMLError with the line, as for an unknown tag. None of them says
# which line it was. Whoever reads settings or stories that a stranger wrote has to look at events or nodes instead, as
# this program does, or catch far more than the documentation says.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -q --disable-pip-version-check 'pyyaml==6.0.4' 2>/dev/null
"$work/venv/bin/python" - <<'PY'
import sys
import yaml

EXPECTED = {
    "date: 1945-02-30": "ValueError",
    "at: 1945-02-19 29:00:00": "ValueError",
    "water: !!int many": "ValueError",
    "water: !!float many": "ValueError",
    "alive: !!bool perhaps": "KeyError",
    "date: !!timestamp soon": "AttributeError",
    "water: !unknown 3": "ConstructorError",
}
print("PyYAML", yaml.__version__)
changed = False
for text, expected in EXPECTED.items():
    try:
        seen = f"no error: {yaml.safe_load(text)!r}"
    except Exception as error:  # noqa: BLE001 - which ones come is the question
        seen = type(error).__name__
        kind = "a YAMLError" if isinstance(error, yaml.YAMLError) else "no YAMLError"
        line = "tells the line" if getattr(error, "problem_mark", None) else "tells no line"
        print(f"{text!r:32} {seen}, {kind}, {line}")
        if (seen == "ConstructorError") != isinstance(error, yaml.YAMLError):
            changed = True
    changed = changed or seen != expected
if changed:
    sys.exit("CHANGED: a fault of a document is reported otherwise than the head says")
print("as found: six faults of a document leave safe_load as other errors than YAMLError, without a line")
PY
