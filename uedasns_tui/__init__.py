"""uedasns-tui: a city's social media guideline, read, followed and recorded in a terminal."""
