"""The plan's lists and paragraphs as people ask about them: which are there, and which of them does a message mean?"""
