"""Which things of a plan does a message name? Of any plan, of any size, whatever its names are made of."""
