"""How the dashboard looks: themes, tones, and what is left of them without colour."""
