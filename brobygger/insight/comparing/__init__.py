"""What stands beside a programme's own numbers: other figures of the same thing, the target group, the country."""
