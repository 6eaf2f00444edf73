"""What is asked of a list or a paragraph of the plan, and which one is meant?"""
