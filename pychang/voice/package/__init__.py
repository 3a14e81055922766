"""A voice as a thing to keep and to give: its files in a folder or a zip, checked, installed, exported."""
