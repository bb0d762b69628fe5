"""`python -m kis_desktop` is `kis-desktop`."""

import sys

from kis_desktop.cli import main

sys.exit(main())
