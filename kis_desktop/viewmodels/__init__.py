"""What is on the screen as text and numbers: QtCore only, no colours, no widgets."""
