"""Records: values, log and state, rules, outcomes, comparison and merge."""
