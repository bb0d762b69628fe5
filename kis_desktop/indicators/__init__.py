"""Pure functions on float64 arrays, one file each."""
