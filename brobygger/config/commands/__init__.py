"""The groups of commands. Each module has `add(groups)`, and imports what is heavy only inside its commands."""
