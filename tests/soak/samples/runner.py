"""Runs sample programs one after another, each in a process of its own; needs pandas, not us.

Started by `python -m tests.soak.samples` with the interpreter that has the samples' libraries.
Standard input has a line for each program, `seconds<tab>folder<tab>file<tab>output`; a line with
its end follows on standard output: the exit code, or `time` when it was ended.
"""

import importlib
import os
import runpy
import signal
import sys
import time

_LIBRARIES = ("pandas", "requests", "websockets", "yaml")


def main() -> None:
    """Load what all of them use, then a program a line."""
    for name in _LIBRARIES:
        importlib.import_module(name)
    for line in sys.stdin:
        seconds, folder, file, output = line.rstrip("\n").split("\t")
        child = os.fork()
        if not child:
            _run(folder, file, output)
        sys.stdout.write(_wait(child, float(seconds)) + "\n")
        sys.stdout.flush()


def _wait(child: int, seconds: float) -> str:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return str(os.waitstatus_to_exitcode(status))
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "time"


def _run(folder: str, file: str, output: str) -> None:
    place = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(place, 1)
    os.dup2(place, 2)
    os.chdir(folder)
    sys.path.insert(0, folder)
    sys.argv = [file]
    code = 0
    try:
        runpy.run_path(file, run_name="__main__")
    except BaseException:  # noqa: BLE001 — told by the exit code, whatever it was
        import traceback  # noqa: PLC0415

        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
