"""Use cases, one file each, shared by the command line and the screen; `context.py` is the composition root."""
