"""The forms in which people ask. Each takes the words that it understands and makes a query, or is not meant.

To add one: a function of `Asked` in a module here, named in FORMS.
"""

from knowledge.parsing.asked import Form
from knowledge.parsing.forms.by_word import by_word
from knowledge.parsing.forms.change import change, grown, steadily
from knowledge.parsing.forms.children import by_bound, by_children, by_most, by_target, in_percent, with_figure
from knowledge.parsing.forms.claims import claim
from knowledge.parsing.forms.comparing import comparison, larger_than, ratio
from knowledge.parsing.forms.concern import issues_concerning, most_concerned
from knowledge.parsing.forms.concerned import concerned, in_issues
from knowledge.parsing.forms.each import each, plan_by_year
from knowledge.parsing.forms.figures import average, money, share
from knowledge.parsing.forms.funding import funding
from knowledge.parsing.forms.holders import holder, own_words
from knowledge.parsing.forms.items import items
from knowledge.parsing.forms.kin import below, beside
from knowledge.parsing.forms.levels import levels
from knowledge.parsing.forms.measures import measures
from knowledge.parsing.forms.order import at_place, in_order, place_of
from knowledge.parsing.forms.overview import plan_itself, thing
from knowledge.parsing.forms.passages import part_of_plan, passage, passage_again
from knowledge.parsing.forms.places import places_apart
from knowledge.parsing.forms.projects import projects_asked
from knowledge.parsing.forms.quantity import quantity
from knowledge.parsing.forms.ranked_claims import ranked_claim
from knowledge.parsing.forms.ranking import ranking
from knowledge.parsing.forms.several import several
from knowledge.parsing.forms.siblings import sibling
from knowledge.parsing.forms.targets import targets
from knowledge.parsing.forms.texts import written
from knowledge.parsing.forms.things import by_count, listing, who, whose_claim
from knowledge.parsing.forms.years import by_year, each_year, in_year, other_years

FORMS: tuple[Form, ...] = (
    issues_concerning,
    most_concerned,
    measures,
    items,
    by_word,
    sibling,
    quantity,
    by_children,
    by_bound,
    by_target,
    by_most,
    with_figure,
    in_percent,
    holder,
    own_words,
    several,
    each,
    funding,
    plan_by_year,
    ratio,
    steadily,
    grown,
    change,
    share,
    ranked_claim,
    ranking,
    places_apart,
    place_of,
    in_order,
    at_place,
    targets,
    by_count,
    each_year,
    larger_than,
    comparison,
    claim,
    whose_claim,
    average,
    concerned,
    in_issues,
    beside,
    below,
    levels,
    listing,
    projects_asked,
    money,
    in_year,
    by_year,
    other_years,
    who,
    written,
    passage,
    passage_again,
    part_of_plan,
    plan_itself,
    thing,
)
"""Those that say more come first: of two that use as many words the earlier is taken."""
