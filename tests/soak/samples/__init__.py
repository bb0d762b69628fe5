"""The official sample programs against the simulator; see `__main__`."""
