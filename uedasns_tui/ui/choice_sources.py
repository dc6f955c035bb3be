"""Choices of a form's pickers: known social media, accounts that have a policy."""

from __future__ import annotations

from uedasns_tui.guideline.schema import FormField
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.field_options import field_options
from uedasns_tui.ui.widgets.picker import PickerOption


def options_of(context: AppContext, field: FormField) -> list[PickerOption]:
    """What can be picked in a field; nothing where nothing is picked in it."""
    return [PickerOption(*option) for option in field_options(context, field)]
