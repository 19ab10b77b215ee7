"""The same N articles, built by this project, by stock Pelican and by Hugo: `make bench`."""
