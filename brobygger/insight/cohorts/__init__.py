"""Cohorts: who was counted on a day, by which definition; frozen, so that a later number can be held against it."""
