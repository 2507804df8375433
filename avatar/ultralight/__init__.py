"""Ultralight-Digital-Human: a mouth for one person's face, drawn from a recogniser's view of the sound."""
