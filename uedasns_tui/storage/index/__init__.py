"""The index: what lists, home, the register and the finder show without reading every file."""
