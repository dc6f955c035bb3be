"""Every task without a screen, asked line by line where answers are needed; opens the terminal screen."""
