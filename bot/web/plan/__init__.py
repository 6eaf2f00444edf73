"""How can the plan be looked at, linked and taken along, without a chat and without a script?"""
