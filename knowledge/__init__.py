"""Thai to Question to rows, and loading plans. Knows no channel and no user."""
