"""What are messages written for? Learned from examples: `python -m bench.learning`."""
