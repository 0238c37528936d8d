"""A tree in a few words, for a message that has to show how something is read."""

from __future__ import annotations

from .tree import Boolean, Node

_WIDEST = 30
_LEVELS = 3
_MOST = 3


def outline(node: Node) -> str:
    """The order in which a tree is read, `(a OR … OR b) AND c`: its first operand in full, long rows cut short."""
    return _outline(node, _LEVELS)


def _outline(node: Node, levels: int) -> str:
    if not isinstance(node, Boolean):
        text = str(node)
        return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"
    if not levels:
        return "…"
    first, *others = node.operands
    shown = [_operand(first, levels - 1), *(_operand(other, 0) for other in others)]
    if len(shown) > _MOST:
        shown = [shown[0], "…", shown[-1]]
    return f" {node.operator} ".join(shown)


def _operand(node: Node, levels: int) -> str:
    return f"({_outline(node, levels)})" if isinstance(node, Boolean) else _outline(node, levels)
