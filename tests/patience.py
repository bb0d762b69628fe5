"""How long a test waits for what must come: a guard against hanging, never a measure of speed.

A machine that runs the suite's parts at once is slow at times, so it is far longer than needed.
"""

PATIENCE_S = 100.0
