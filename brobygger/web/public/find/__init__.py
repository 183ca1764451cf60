"""Find et fællesskab: search, the page of an offer, and asking to be called. For anybody, without cookies."""
