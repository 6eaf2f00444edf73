"""Where the bot meets people: terminal, web page, LINE, Telegram. The only async code and the only SDK imports."""
