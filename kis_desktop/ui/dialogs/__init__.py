"""Small windows over the main one; opened with `open()`, never run."""
