"""`python -m kis_desktop` is `kis-desktop`."""

import sys

_INTERRUPTED = 130

try:
    from kis_desktop.cli import main

    sys.exit(main())
except KeyboardInterrupt:
    sys.exit(_INTERRUPTED)
