"""The terminal screens, dialogs and widgets: the only package that imports textual and rich."""
