"""The wire without I/O: text and time in, values out; no clock, no socket."""
