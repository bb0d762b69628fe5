"""Well-known client libraries against the simulator; see `__main__`."""
