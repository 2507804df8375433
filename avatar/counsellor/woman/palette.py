"""Her skin where it is not her face, her hair and her clothes. Three tones for each material: light, base, shade."""

NECK = ((0.0, "#F6D3BC"), (0.6, "#F1C7AE"), (1.0, "#E9B99E"))
NECK_BONE = "#C98268"
UNDER_CHIN, UNDER_HAIR = "#C5805F", "#9A5638"

STRAND, SHEEN, SILVER = "#A57C64", "#C79C80", "#CFC6BE"

CARDIGAN = ((0.0, "#2F7E80"), (0.5, "#246B70"), (1.0, "#1B555C"))
CARDIGAN_FOLD, KNIT = "#123F46", "#0E343A"
BLOUSE = ((0.0, "#FFFDF8"), (0.6, "#F8F2E8"), (1.0, "#E9DFCF"))
