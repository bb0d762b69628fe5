"""The only door between the UI thread and the I/O thread."""
