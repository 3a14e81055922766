"""Songs from singing editors (UTAU, OpenUtau, and what LibreSVIP reads): notes with a text and a drawn pitch."""
