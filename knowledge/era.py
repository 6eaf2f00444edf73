"""How far is the Buddhist era, in which Thailand counts its years, ahead of the common era?"""

BUDDHIST_ERA = 543
"""Years."""
