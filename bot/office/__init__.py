"""What officers see and do: the console at /office, the command that lets them in, and what they hear in chat."""
