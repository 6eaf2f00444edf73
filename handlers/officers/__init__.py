"""What officers do in chat, and what people say to them: one answer for each message, as for everybody."""
