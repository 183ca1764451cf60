"""Planning: a recipe played many times under stated assumptions. Plain Python and numpy; no Django, no clock."""
