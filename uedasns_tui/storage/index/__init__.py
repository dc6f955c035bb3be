"""The index: what lists, home, the register and search show without reading every file."""
