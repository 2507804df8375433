"""The counsellors, a woman and a man, drawn by code.

Every part is drawn in the same units: a figure of about 512 x 512, the face's axis at x = 256.
"""
