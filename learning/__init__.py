"""What do people do with their messages? Learned from examples: `python -m learning`."""
