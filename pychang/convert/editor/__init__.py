"""Songs from singing editors (UTAU, OpenUtau, what LibreSVIP reads): notes with text and drawn pitch."""
