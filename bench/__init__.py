"""Honest figures: ours and an anchor in one run, alternating, medians, and how cost grows with size."""
