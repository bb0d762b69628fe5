"""`python -m kis_desktop` is `kis-desktop`."""

import os
import signal
import sys

_INTERRUPTED = 130

# until the window is there to end in order, Ctrl-C ends a start-up at once and without a word
signal.signal(signal.SIGINT, lambda *_: os._exit(_INTERRUPTED))

from kis_desktop.cli import main  # noqa: E402 - an interrupted import says all sorts of things

sys.exit(main())
