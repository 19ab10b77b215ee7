"""Facts of the site and its URL scheme. The clinic's own facts are in content/clinic.yaml."""

import sys
from pathlib import Path

ROOT = str(Path(__file__).resolve().parent)  # builds take every path from here
sys.path.insert(0, ROOT)  # bare `pelican` does not look for modules beside its settings

# The stages, in the order in which data flows. CONTRIBUTING.md says what each takes and gives.
PLUGINS = [
    "plugins.documents",  # one file -> one document
    "plugins.site",  # what documents know of each other today: addresses, links, related articles, search
    "plugins.media",  # pictures, consent for photographs, social cards
    "plugins.lint",  # what may not be said, what must be shown, what is due
    "plugins.pages",  # templates + values -> bytes
    "plugins.output",  # every problem at once, or else the finished folder
]

PATH = "content"
# Pelican's own generators are left nothing to do: the stages read, make and write everything.
ARTICLE_PATHS: list[str] = []
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
DIRECT_TEMPLATES: list[str] = []
THEME = "theme"
THEME_STATIC_PATHS: list[str] = []
THEME_STATIC_DIR = "theme"
OUTPUT_PATH = ".build/preview"
CACHE_PATH = ".build/cache"
CACHE_CONTENT = False

SITEURL = ""  # every address is made with content/clinic.yaml's site_url
TIMEZONE = "UTC"  # until a build has read the clinic's from content/clinic.yaml
DEFAULT_LANG = "en"
LOCALE = ["C.UTF-8", "en_US.UTF-8", "C"]  # the first that is installed; a person's own may not be, and changes nothing
PREVIEW = True  # show drafts and articles of the future, each under a banner

# Addresses. A document's slug is its file name; other languages have theirs in front.
ARTICLE_URL = PAGE_URL = "{slug}/"
CATEGORY_URL = "topic/{slug}/"
TAG_URL = "tag/{slug}/"
AUTHOR_URL = "author/{slug}/"
ARCHIVES_URL = "archive/"
YEAR_ARCHIVE_URL = "archive/{year}/"
LIST_PAGE_URL = "{url}page/{number}/"  # from the second page of a list on
SEARCH_URL = "search/"
FEED_URL = "feed.xml"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None

# Numbers, each with its unit. A change of one is seen at the next build.
DEFAULT_PAGINATION = 20  # articles on one page of a list
FEED_MAX_ITEMS = 20  # articles in the feed
HOME_ARTICLES = 8  # articles on the home page
RELATED_ARTICLES = 2  # articles to read next, below an article
SEARCH_ARTICLES = 50  # articles that the search page lists for visitors without JavaScript
CONTENTS_HEADINGS = 6  # headings; an article with fewer has no table of contents
# Code that has no settings object imports those below from this file: nothing can override them elsewhere.
TITLE_LENGTH = 64  # characters of a page's title that searches show; a longer one goes without the site's name
WORDS_A_MINUTE = 200  # words that a careful reader of unfamiliar matter reads in a minute
PICTURE_WIDTHS = (400, 800, 1200, 1600)  # pixels, in order; a column of text is 608 CSS pixels, of 1 to 3 pixels each
AVIF_QUALITY, WEBP_QUALITY, JPEG_QUALITY = 55, 75, 78  # of 100
HEAVY_PAGE = 12_500  # bytes of a page after gzip: ten packets; a build notes each page that has more
SHRINK_LIMIT = 0.8  # of the pages before; a site with fewer is not built or published without SHRINK=1
BUILD_MINUTES = 30  # minutes that a build may take; `make site BUILD_MINUTES=90` allows more once
PUBLISH_MINUTES = 20  # minutes that one git command of `make publish` or `make rollback` may take
