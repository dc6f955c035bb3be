"""Files, locks, versions, trash, drafts, backup and merge, diagnostics, and the index."""
