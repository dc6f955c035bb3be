"""Japanese text: fold, width, kinsoku wrap, romaji, era dates, marked differences."""
