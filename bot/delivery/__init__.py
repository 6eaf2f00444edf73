"""How nothing is lost and nothing done twice between a platform and the database."""
