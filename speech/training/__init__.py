"""Teaches the embedded recogniser: `python -m speech.training --help`. Needs PyTorch; nothing here runs in a call."""
