"""How things stand: who needs the user, what each session is doing, on whose word, and how many there are. Pure."""
