"""MakeItTalk's networks and the sound and geometry around them (Zhou et al. 2020, arXiv 2004.12992). No weights here.

The published weights and text files are licensed for non-commercial use only: docs/models/makeittalk.md.
"""
