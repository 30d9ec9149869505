#!/usr/bin/env bash
# distributed 2026.8.0: a future that is finished, whose done callback has been called, need not give its result. What it
# stands for has been worked out and lies with the worker; `result()` fetches it from there, and where that worker no
# longer answers (here: a process that was stopped, as by a machine that sleeps or a line that is cut) it waits without
# end, though `status` still says "finished". Only `result(timeout=...)` comes back, with a TimeoutError.
#
# One would have guessed that it is as with concurrent.futures, whose interface this is: a done future's result is there
# at once, and a done callback is the place to take it. For this program: what helpers find is fetched by the thread that
# calls back, never by the one that waits and looks at the clock, and a proof goes on without those that hang.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -q --disable-pip-version-check "distributed==2026.8.0" "dask==2026.8.0"
cat >"$work/look.py" <<'PY'
import signal
import subprocess
import sys
import threading

from distributed import Client, LocalCluster
from distributed import TimeoutError as TookTooLong


def main():
    with LocalCluster(n_workers=0, processes=False, dashboard_address=None, host="127.0.0.1", protocol="tcp") as cluster:
        address = cluster.scheduler_address
        command = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--no-nanny", "--no-dashboard"]
        worker = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            with Client(address) as client:
                client.wait_for_workers(1, timeout=60)
                called = threading.Event()
                future = client.submit(bytes, 1000)
                future.add_done_callback(lambda done: called.set())
                assert called.wait(60)
                worker.send_signal(signal.SIGSTOP)
                said = [future.done(), future.status]
                try:
                    future.result(timeout=5)
                    said.append("a result")
                except TookTooLong:
                    said.append("no result in 5 s")
                said.append(future.status)
                worker.send_signal(signal.SIGCONT)
                said.append(len(future.result(timeout=60)))
                print(*said, sep=" / ")
        finally:
            worker.kill()
            worker.wait()


if __name__ == "__main__":
    main()
PY
seen=$("$work/venv/bin/python" "$work/look.py" 2>/dev/null)
echo "$seen"
if [ "$seen" = "True / finished / no result in 5 s / finished / 1000" ]; then
  echo "as found: a finished future's result still waits for its worker"
else
  echo "CHANGED: a finished future's result is told otherwise"
  exit 1
fi
