"""What officers do with feedback on the terminal, until a console exists."""
