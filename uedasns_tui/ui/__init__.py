"""The terminal: screens, dialogs, widgets. The only room that knows textual and rich."""
