"""Moves a still picture by triangles between its landmarks (after the cartoon path of MakeItTalk). Needs no weights."""
