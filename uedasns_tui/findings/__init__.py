"""Findings in a post's text: one file for each kind."""
