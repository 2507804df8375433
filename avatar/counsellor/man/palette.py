"""His skin where it is not his face, his hair and his clothes. Three tones for each material: light, base, shade."""

SKIN, SKIN_SHADE, SKIN_DEEP = "#EFC6A9", "#D79C7C", "#B97556"
NECK = ((0.0, "#EFC6A9"), (0.6, "#E8B898"), (1.0, "#DDA888"))
UNDER_CHIN, UNDER_HAIR = "#B06C49", "#8E4F33"

HAIR = ((0.0, "#574437"), (0.4, "#3E2F26"), (1.0, "#261B16"))
HAIR_BEHIND, PARTING = "#2A1F19", "#1C130F"
STRAND, SHEEN, GREY = "#9A7F6B", "#B79A84", "#B9B2AB"

JACKET = ((0.0, "#41597A"), (0.5, "#2E4463"), (1.0, "#22344F"))
JACKET_FOLD, JACKET_LIGHT, JACKET_DARK = "#16243A", "#7D97BA", "#101C2E"
SHIRT = ((0.0, "#FFFFFF"), (1.0, "#DFE7EE"))
TIE = ((0.0, "#2F8E8B"), (1.0, "#1B5F66"))
TIE_DARK = "#123F46"

FRAME = "#4A3A33"
