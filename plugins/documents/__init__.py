"""One file, one document: its header typed, its text as HTML, what others may know of it."""
