"""Facts of the site and its URL scheme. The clinic's own facts are in content/clinic.yaml."""

from jinja2 import StrictUndefined

from plugins.pipeline import Pipeline

PELICAN_CLASS = Pipeline
PLUGINS = [
    # one file -> one document (the pipeline puts plugins.documents in place of Pelican's own generators)
    "plugins.publication",
    "plugins.clinic",
    # what documents know of each other
    "plugins.addresses",
    "plugins.notices",
    "plugins.images",
    "plugins.photos",
    "plugins.links",
    "plugins.claims",
    "plugins.review",
    "plugins.translations",
    "plugins.neighbours",
    "plugins.related",
    "plugins.search",
    "plugins.social_cards",
    "plugins.icons",
    "plugins.reading",
    "plugins.panel",
    # values -> bytes
    "plugins.pages",
    # every problem that the others found, before anything is written
    "plugins.gate",
]

PATH = "content"
ARTICLE_PATHS = ["articles"]
PAGE_PATHS = ["pages"]
STATIC_PATHS: list[str] = []  # plugins.images publishes pictures, without what cameras hide in them
THEME = "theme"
THEME_STATIC_PATHS = ["static"]
THEME_STATIC_DIR = "theme"
THEME_TEMPLATES_OVERRIDES = ["theme"]  # so that templates can name components/…
OUTPUT_PATH = ".build/preview"
CACHE_PATH = ".build/cache"
CACHE_CONTENT = False

SITEURL = ""  # every address is made with content/clinic.yaml's site_url
TIMEZONE = "America/Los_Angeles"
DEFAULT_LANG = "en"
PREVIEW = True  # show drafts and articles of the future, each under a banner

# Addresses. A document's slug is its file name; other languages have theirs in front.
ARTICLE_URL = PAGE_URL = "{slug}/"
CATEGORY_URL = "topic/{slug}/"
TAG_URL = "tag/{slug}/"
AUTHOR_URL = "author/{slug}/"
ARCHIVES_URL = "archive/"
YEAR_ARCHIVE_URL = "archive/{year}/"
SEARCH_URL = "search/"
FEED_URL = "feed.xml"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
FEED_MAX_ITEMS = 20
DEFAULT_PAGINATION = 20
PAGINATION_PATTERNS = (
    (1, "{url}", "{save_as}"),
    (2, "{url}page/{number}/", "{base_name}/page/{number}/index.html"),
)

JINJA_ENVIRONMENT = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
}
