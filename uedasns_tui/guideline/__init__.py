"""The document in memory: numbering, clauses, citations, forms, checklists, find."""
