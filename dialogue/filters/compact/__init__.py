"""The compact abuse network: how it reads a text, its parts, its weights. Needs NumPy alone."""
