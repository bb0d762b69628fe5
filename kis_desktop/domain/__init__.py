"""Values and rules of trading: no I/O, no clock, no Qt."""
