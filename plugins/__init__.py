"""The six stages of a build, in the order of PLUGINS in pelicanconf.py, and the foundations that they share."""
