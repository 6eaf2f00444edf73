"""The web chat: its page, what the page asks of the server, and how the server protects itself."""
