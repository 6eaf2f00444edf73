"""What to say and do: a Message in, an Answer out. Plain functions; one database transaction is handed in."""
