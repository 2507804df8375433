"""The parts of a JETS voice."""

import os

# before PyTorch is imported: its threads else wait by spinning, which on a busy machine takes the cores from each other
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
