"""What is asked of the lines of a budget bill: items, kinds of spending, topics that many provinces share, pages.

Beside the plan's own tree: a message that is about nothing but these, in all its words, is read here (`reading.py`) and
answered by SQL over the lines (`sums.py`). Plans without lines know nothing of it.
"""
