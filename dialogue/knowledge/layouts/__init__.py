"""Other people's files of knowledge, read as rows of ours. Read `recognise.py` first."""
