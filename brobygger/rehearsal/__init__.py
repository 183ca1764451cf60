"""Playing recipes through the real journeys: scenarios as tests, and a demonstration municipality to look at."""
