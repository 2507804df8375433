"""What is wrong with a picture, a clip or a folder, said so that whoever brought it knows what to do."""


class PictureError(ValueError):
    """The picture or clip cannot become a portrait; the message says why and what to bring instead."""


class FolderError(ValueError):
    """The folder is no portrait, or is damaged, or is in the way."""
