"""The forms in which people ask. Each takes the words that it understands and makes a query, or is not meant.

To add one: a function of `Asked` in a module here, named in FORMS.
"""

from knowledge.parsing.asked import Form
from knowledge.parsing.forms.change import change
from knowledge.parsing.forms.each import each
from knowledge.parsing.forms.figures import average, by_year, claim, comparison, each_year, money, ratio, share
from knowledge.parsing.forms.kin import above, below, beside, concerned, itself
from knowledge.parsing.forms.ranking import in_order, ranked_claim, ranking
from knowledge.parsing.forms.several import several
from knowledge.parsing.forms.targets import targets
from knowledge.parsing.forms.things import by_count, listing, who

FORMS: tuple[Form, ...] = (
    several,
    each,
    ratio,
    change,
    share,
    ranked_claim,
    ranking,
    in_order,
    targets,
    by_count,
    each_year,
    comparison,
    claim,
    average,
    concerned,
    beside,
    above,
    below,
    itself,
    listing,
    money,
    by_year,
    who,
)
"""Those that say more come first: of two that use as many words the earlier is taken."""
