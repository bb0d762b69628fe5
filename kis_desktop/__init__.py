"""An open, native trading terminal for the Open API of Korea Investment & Securities."""

__version__ = "0.1.0"
