"""From which share on is an act believed (`acts.py`)? Chosen by the figures of docs/feedback.md, all in one place."""

# Feedback: what a message that tells something is taken for.
TOLD = 0.45
"""It asks nothing: from here it is feedback, whatever its words."""
TOLD_ASKING = 0.65
"""It also asks something, and the plan has no answer."""
HARDLY, HARDLY_ASKING = 0.25, 0.5
"""Below, what its words take for feedback is none; the second where something is asked."""
PLEADED = 0.1
"""The same where it says what is wrong and wants somebody to see to it: "ไวไฟใช้ไม่ได้มาสามวัน ช่วยมาดูให้หน่อย"."""
SURELY = 0.6
"""From here it is feedback before the plan is asked, where it asks nothing."""
OFFERED, OFFERED_ASKING = 0.06, 0.2
"""From here what is not understood keeps the button that sends it as feedback."""
RANT, STORY = 0.9, 3
"""From which share on a story that blames is feedback though it asks; of so many words that no question has."""
FOREIGN = 0.5
"""From here who only says that something will be told ("ทวีตร้องเรียนสายการบิน") does not say it to a province."""

# Danger.
CALM, CALM_GRAVE = 0.28, 0.1
"""Below, words of danger tell a story; the second where a mistake is worst: fire, a wish to die, and whatever
is said to be now."""
CALM_DEATH = 0.03
"""The same of a wish to die."""
DOUBT = 0.25
"""From here the numbers to call stand beside any other answer."""
ALARM = 0.6
"""From here it is danger, although no word of it says so."""

# What is said to the bot, where no word of it is known to say so.
TO_BOT = 0.6
CHAT = 0.7
"""Chat is answered as such where nothing is asked and nothing named."""
TOO_SHORT = 4
"""Letters. What is shorter is like nothing in particular: words decide."""
BRIEF = 16
"""Letters up to which a message says one thing only."""
