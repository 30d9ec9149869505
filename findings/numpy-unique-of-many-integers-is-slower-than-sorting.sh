#!/usr/bin/env bash
# numpy 2.4.0: numpy.unique of an array of integers no longer sorts. It fills a hash table and sorts what is left, which is
# quicker where few values come up often, and far slower where nearly all are different: on two million different 64-bit
# integers it takes over ten times as long as sorting them and dropping what equals its neighbour, which is what it did
# before (numpy 2.2 takes little more than the sort). With return_inverse or return_index it still sorts, so that asking
# for more is then answered sooner than asking for less.
#
# One would have guessed that the plainest call is the quickest, and that a new release makes it no slower. For this
# program: states that a proof has reached are nearly all different, by millions; it sorts them itself.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/look.py" <<'PY'
import sys
import time

import numpy as np

keys = np.random.default_rng(1).integers(0, 1 << 60, 2_000_000)


def by_sorting():
    ordered = np.sort(keys)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))]


def seconds(call):
    best = None
    for _ in range(3):
        began = time.perf_counter()
        call()
        took = time.perf_counter() - began
        best = took if best is None else min(best, took)
    return best


assert np.array_equal(np.sort(np.unique(keys)), by_sorting())
sort = seconds(by_sorting)
plain = seconds(lambda: np.unique(keys)) / sort
more = seconds(lambda: np.unique(keys, return_index=True)) / sort
print(f"numpy {np.__version__}: unique {plain:.1f} x a sort, with return_index {more:.1f} x", file=sys.stderr)
print("slower than sorting" if plain > 3 else "about as quick", "/", "more is sooner" if more < plain else "more is later")
PY
for version in 2.2.6 2.4.0; do
  python3 -m venv "$work/$version"
  "$work/$version/bin/python" -m pip install -q --disable-pip-version-check "numpy==$version"
  seen="${seen:-}$version: $("$work/$version/bin/python" "$work/look.py")
"
done
printf '%s' "$seen"
expected="2.2.6: about as quick / more is later
2.4.0: slower than sorting / more is sooner
"
if [ "$seen" = "$expected" ]; then
  echo "as found: numpy's unique of many different integers is slower than sorting them"
else
  echo "CHANGED: numpy's unique takes another time than it did"
  exit 1
fi
