"""Pages out (Word, HTML, CSV, Markdown, text) and values in (Word, CSV)."""
