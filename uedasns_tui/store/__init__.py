"""Keeping records: files, lock, history, trash, recovery, index."""
