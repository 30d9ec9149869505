"""A shell with job control, as small as can be: `python -m tests.tui.shell COMMAND…` on a terminal of its own.

It runs the command in a process group of its own in the foreground. When that stops, it says `stopped` and how the
terminal is set, and for each line typed brings it back; when it ends, it says `ended` and its exit code.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import termios


def foreground(group: int) -> None:
    """Give the terminal to a process group."""
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    os.tcsetpgrp(0, group)


def main(command: list[str]) -> int:
    child = subprocess.Popen(command, process_group=0)
    foreground(child.pid)
    while True:
        _, status = os.waitpid(child.pid, os.WUNTRACED)
        foreground(os.getpgrp())
        if not os.WIFSTOPPED(status):
            print("ended", os.waitstatus_to_exitcode(status), flush=True)
            return 0
        local = termios.tcgetattr(0)[3]
        print("stopped", bool(local & termios.ICANON), bool(local & termios.ECHO), flush=True)
        sys.stdin.readline()
        foreground(child.pid)
        os.killpg(child.pid, signal.SIGCONT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
