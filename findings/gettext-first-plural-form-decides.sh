#!/usr/bin/env bash
# An entry with a plural has several msgstr, and a translator may have filled in only some of them. GNU gettext 0.21
# looks at the first alone to tell whether the entry is translated. With msgstr[0] empty and msgstr[1] filled in,
# msgfmt --check says "1 untranslated message", looks at none of its other forms (one that begins with a line break,
# which the source does not, is not told), and leaves all of them out of the compiled catalogue. The other way round,
# msgstr[0] filled in and msgstr[1] empty, it says "1 translated message" without a word, and whoever asks for the
# plural, here Python's own gettext, is given an empty string, not the source.
#
# A good engineer would expect that a form that is missing is told, and falls back to the source, for each form alone.
# Who counts what is translated, or shows plurals to a reader, has to look at every form.
#
# Needs the Debian package gettext.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
msgfmt --version | head -1
changed=0

try() { # name, first form, second form, what msgfmt counts, what Python shows of one and of two
  {
    printf 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    printf '"Plural-Forms: nplurals=2; plural=n>1;\\n"\n\n'
    printf 'msgid "a boat"\nmsgid_plural "boats"\nmsgstr[0] "%s"\nmsgstr[1] "%s"\n' "$2" "$3"
  } >fr.po
  code=0
  said=$(LC_ALL=C msgfmt --check-format --check-domain --statistics -o fr.mo fr.po 2>&1 | grep -v warning) || code=$?
  shown=$(python3 - <<'PY'
import gettext

with open("fr.mo", "rb") as file:
    found = gettext.GNUTranslations(file)
print([found.ngettext("a boat", "boats", number) for number in (1, 2)])
PY
  )
  printf '%-36s %s; shown: %s\n' "$1" "$said" "$shown"
  [ "$code:$said:$shown" = "0:$4:$5" ] || changed=1
}
try "both forms" "une barque" "des barques" "1 translated message." "['une barque', 'des barques']"
try "no first form" "" "des barques" "0 translated messages, 1 untranslated message." "['a boat', 'boats']"
try "no first form, a line break in the other" "" '\\ndes barques' \
  "0 translated messages, 1 untranslated message." "['a boat', 'boats']"
try "no second form" "une barque" "" "1 translated message." "['une barque', '']"
if [ $changed = 1 ]; then
  echo "CHANGED: gettext counts or keeps plural forms otherwise than the head says"
  exit 1
fi
echo "as found: the first form alone tells whether an entry is translated; an empty later one is shown as nothing"
