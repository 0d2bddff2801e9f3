"""Anything that a file of tables can hold."""

from hypothesis import strategies as st


def nested(leaves: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """These leaves, and lists and tables of them."""
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=8,
    )
