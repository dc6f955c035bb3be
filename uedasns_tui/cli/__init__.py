"""The command line: every task without a screen, with questions line by line where answers are needed."""
