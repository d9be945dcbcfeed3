"""The command line: one module a command, loaded when it is called. Owns argument parsing and exit codes."""
