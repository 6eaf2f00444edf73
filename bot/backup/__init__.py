"""How nothing is lost with a disk: database, photos and key of one moment in a folder, and back again."""
