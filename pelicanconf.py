"""Facts of the site and its URL scheme. The clinic's own facts are in content/clinic.yaml."""

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
TIMEZONE = "America/Los_Angeles"
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
FEED_MAX_ITEMS = 20
DEFAULT_PAGINATION = 20
