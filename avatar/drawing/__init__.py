"""A small vector canvas on numpy and OpenCV. Knows shapes and colours; nothing of faces."""
