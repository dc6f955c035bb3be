"""The guideline in memory: numbering, clauses, citations, forms, checklists, search."""
