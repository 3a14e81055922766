"""The editor in the browser: a song as text and as piano roll, two views of one file.

The text is the truth. The page (`web/`, bundled into `page/`) shows it; `server` keeps one room a song, whose
text all open tabs share; `edits` turns what is done in the piano roll into the smallest change of the text;
`roll` says what the piano roll shows; `stage` sings, phrase by phrase.
"""
