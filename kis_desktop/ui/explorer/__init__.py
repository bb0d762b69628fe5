"""The parts of the explorer's panel: list, form, answer, live tables."""
