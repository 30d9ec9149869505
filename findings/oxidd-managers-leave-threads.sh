#!/usr/bin/env bash
# oxidd 0.12.0 (decision diagrams, from Rust): a manager that is dropped leaves a thread behind, and the addresses that its
# node table was given. After 200 managers made and dropped one after the other, with nothing of them held and the
# collector run, the process has some hundred threads and its address space has grown by gigabytes; what it really holds
# in memory is small. With 0.13.0 there is one thread and the addresses are given back.
#
# One would have guessed that what is dropped is gone, as its memory is. For this program: every question may have a
# manager of its own, and a limit on addresses (ulimit -v) would end a long proof; so it asks for 0.13.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/look.py" <<'PY'
import gc
import sys
from pathlib import Path

from oxidd.bcdd import BCDDManager

NUMBER = 200


def status(name):
    return int(Path("/proc/self/status").read_text().split(f"{name}:")[1].split()[0])


def use():
    manager = BCDDManager(1 << 16, 1 << 10, 1)
    manager.add_vars(4)
    return (manager.var(0) & manager.var(3)).node_count()


assert use() == 3
threads, addresses = status("Threads"), status("VmSize")
for _ in range(NUMBER):
    assert use() == 3
gc.collect()
more, grown = status("Threads") - threads, (status("VmSize") - addresses) >> 20
print(f"after {NUMBER} managers: {more} threads more, {grown} GB of addresses more", file=sys.stderr)
print("threads stay" if more > NUMBER // 4 else "threads go", "/", "addresses stay" if grown >= 1 else "addresses go")
PY
for version in 0.12.0 0.13.0; do
  python3 -m venv "$work/$version"
  "$work/$version/bin/python" -m pip install -q --disable-pip-version-check "oxidd==$version"
  seen="${seen:-}$version: $("$work/$version/bin/python" "$work/look.py")
"
done
printf '%s' "$seen"
expected="0.12.0: threads stay / addresses stay
0.13.0: threads go / addresses go
"
if [ "$seen" = "$expected" ]; then
  echo "as found: managers of oxidd 0.12 leave threads and addresses behind"
else
  echo "CHANGED: dropped managers leave something else behind"
  exit 1
fi
