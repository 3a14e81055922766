"""How like its singer a voice sings: measures of a sound against a recording and a score, and a page."""
