"""An office's own voice: recordings are checked, a JETS voice goes on learning from them, people listen to it."""
