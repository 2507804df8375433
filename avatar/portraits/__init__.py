"""From one picture or clip of a face to a folder that an animator can move."""
