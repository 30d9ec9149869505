#!/usr/bin/env bash
# In a PO file obsolete entries begin with "#~", as comments begin with "#", and msgfmt puts none of them into the
# compiled catalogue. GNU gettext 0.21 parses them all the same: msgfmt and msgmerge refuse a catalogue in which an
# obsolete entry has the msgctxt and msgid of a live one ("duplicate message definition"), or in which two obsolete
# ones have the same; so do they one whose obsolete entry has an unknown escape, or is cut off before its msgstr.
#
# A good engineer who brings a catalogue up to date would expect to be free to leave an old translation behind as "#~"
# next to the new one of the same text: that makes the file unreadable for gettext. What was once translated twice can
# only be kept under another context, or as a real comment.
#
# Needs the Debian package gettext.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
msgfmt --version | head -1
head='msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
live='msgid "The jetty"\nmsgstr "Le ponton"\n\n'
other='#~ msgid "The lamp"\n#~ msgstr "La lampe"\n'
twin='#~ msgid "The jetty"\n#~ msgstr "La jetée"\n'
half='#~ msgid "The jetty, by night"\n'
escape='#~ msgid "The pier"\n#~ msgstr "La \\q jetée"\n'
changed=0

try() { # name, catalogue, 0 for accepted
  printf "$head$2" >fr.po
  code=0
  said=$(msgfmt --check-format -o fr.mo fr.po 2>&1) || code=1
  printf '%-44s %s\n' "$1" "$([ $code = 0 ] && echo accepted || head -1 <<<"$said")"
  [ $code = "$3" ] || changed=1
}
try "an obsolete entry of another text" "$live$other" 0
try "an obsolete entry of a live text" "$live$twin" 1
try "two obsolete entries of one text" "$twin\n$twin" 1
try "an obsolete entry without msgstr" "$live$half" 1
try "an unknown escape in an obsolete entry" "$live$escape" 1
printf "$head$live$twin" >fr.po
printf "${head}msgid \"The jetty\"\nmsgstr \"\"\n" >story.pot
if msgmerge -q -o new.po fr.po story.pot 2>/dev/null; then changed=1; fi
if [ $changed = 1 ]; then
  echo "CHANGED: gettext looks at obsolete entries otherwise than the head says"
  exit 1
fi
echo "as found: obsolete entries are parsed, and count as duplicates of live ones"
