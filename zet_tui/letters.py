"""Words as they are searched for; where they stand and what is found is left to others."""

import unicodedata


def plain(words: str) -> str:
    """Without case and without accents: who types "zoe" finds Zoë, and "nu" finds nú."""
    parts = unicodedata.normalize("NFD", words.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))
