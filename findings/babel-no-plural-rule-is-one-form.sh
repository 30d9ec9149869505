#!/usr/bin/env bash
# Babel 2.19.0 answers for every locale that it has which plural category a number belongs to, be there a rule of CLDR
# for that language or not. Where there is none, `Locale(...).plural_form` is the rule of the root, without categories, so
# that every number is "other": just what it says of Japanese and Chinese, of which CLDR has written that their nouns have
# one form. Latin, Occitan, Low German, Corsican and Tatar are among these, whose nouns have a plural: in all more than a
# hundred languages. There is no error and no warning.
#
# What tells the two apart is the locale's own data, `babel.localedata.load(name, merge_inherited=False)`, which has a
# "plural_form" for Japanese and none for Latin. But what was loaded is kept by name alone: once anybody has made the
# Locale, it gives everything inherited as well; and who asks first leaves the locale without what it inherits for
# everybody after, so that `Locale("la").character_order` is a KeyError.
#
# A good engineer would expect no rule (None, or an error) where nothing is known, and that asking with another argument
# gives another answer. This program has a list of the languages of which it is written that they have one form, which a
# test compares with that data in an interpreter of its own; plurals of the others, it says, are not known.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -q --disable-pip-version-check 'babel==2.19.0' 2>/dev/null
cd "$work"
cat >first.py <<'PY'
import babel
from babel import Locale, localedata

print("babel", babel.__version__)
for name in ("en", "ja", "zh", "la", "oc", "nds", "co", "tt"):
    rule = Locale(name).plural_form
    print(name, "with rules" if rule.rules else "without rules", "1 is", rule(1))
print("own data, asked afterwards:", "plural_form" in localedata.load("la", merge_inherited=False))
PY
cat >second.py <<'PY'
from babel import Locale, localedata

names = sorted({name.split("_")[0] for name in localedata.locale_identifiers()} - {"root"})
own = {name: localedata.load(name, merge_inherited=False).get("plural_form") for name in names}
for name in ("ja", "zh", "la", "oc", "nds", "co", "tt"):
    print(name, "has none" if own[name] is None else "has its own")
print("more than a hundred without:", sum(rule is None for rule in own.values()) > 100)
try:
    Locale("la").character_order
    print("what is inherited is there afterwards")
except KeyError as error:
    print("KeyError afterwards:", error)
PY
{ venv/bin/python first.py && venv/bin/python second.py; } | tee seen
cat >expected <<'END'
babel 2.19.0
en with rules 1 is one
ja without rules 1 is other
zh without rules 1 is other
la without rules 1 is other
oc without rules 1 is other
nds without rules 1 is other
co without rules 1 is other
tt without rules 1 is other
own data, asked afterwards: True
ja has its own
zh has its own
la has none
oc has none
nds has none
co has none
tt has none
more than a hundred without: True
KeyError afterwards: 'character_order'
END
if ! diff expected seen; then
  echo "CHANGED: languages without a plural rule are told apart otherwise than the head says"
  exit 1
fi
echo "as found: a language without a plural rule is said to have one form, as Japanese has"
