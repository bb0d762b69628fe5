"""What is laid over a chart, one module each, found by scan; see `ui/chart/tool.py`."""
