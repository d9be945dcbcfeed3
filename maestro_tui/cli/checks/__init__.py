"""What ``maestro-tui doctor`` looks at. Checks look and never mend; each gives findings, and raises nothing."""
