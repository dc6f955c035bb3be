"""Output of pages (Word, HTML, CSV, Markdown, text) and input of values (Word, CSV, Excel)."""
