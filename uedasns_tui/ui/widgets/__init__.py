"""Widgets that serve every screen: the list, the text field, the choice, dialogs, the keys."""
