"""Replaces what tells who somebody is: numbers and addresses, written or spoken. What everybody may know stays.

The work of each file: `numerals` reads digits, `groups` finds them in a text and chains those that belong together,
`shapes` knows resident, phone, card and public numbers by their digits, `cues` what the words around mean,
`decide` puts these together, `addresses` does the same for addresses, `plates` for what mixes digits and letters.
"""

from dialogue.privacy.masking import mask

__all__ = ["mask"]
