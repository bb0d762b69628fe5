"""The disk: everything that outlives the program."""
