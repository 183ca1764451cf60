"""Find et fællesskab: the search behind the public pages, and what people ask for on them."""
