"""The tables as data: what each column says of a row, how wide it is, and when it gives way. Pure."""
