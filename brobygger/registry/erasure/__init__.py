"""Erasing: how long persons are kept, who is due, what was erased, and what must stay erased (docs/decisions/029)."""
