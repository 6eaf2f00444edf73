"""How far is the Buddhist era, in which Thailand counts its years, ahead of the common era?"""

BUDDHIST_ERA = 543
"""Years."""
CENTURY = 2500
"""The Buddhist century that years of two digits are of."""
FIRST_OF_ERA = 2400
"""From here on a year of four digits is one of the Buddhist era."""
