"""Full screens: the five places, the record editors, the private check."""
