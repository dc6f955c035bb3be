"""What staff write: the record, its log and state, rules, outcome, compare and merge."""
