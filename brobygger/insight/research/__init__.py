"""Rows about persons for a researcher: asked for, approved, made coarse enough, handed over, and ended."""
