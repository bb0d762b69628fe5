"""The kinds of drawings, a module each, found by scan; `..kind` says what a module has to have."""
