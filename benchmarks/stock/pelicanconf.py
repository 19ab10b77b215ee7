"""Stock Pelican with its theme `simple`, and the same pages as the others: what `make bench` compares with."""

SITENAME = "Harbor Skin Journal"
SITEURL = "https://clinic.example"
TIMEZONE = "America/Los_Angeles"
DEFAULT_LANG = "en"
PATH = "content"
ARTICLE_PATHS = ["articles"]
OUTPUT_PATH = "output"
THEME = "simple"
THEME_TEMPLATES_OVERRIDES = ["theme"]
RELATIVE_URLS = False

ARTICLE_URL, ARTICLE_SAVE_AS = "{slug}/", "{slug}/index.html"
CATEGORY_URL, CATEGORY_SAVE_AS = "topic/{slug}/", "topic/{slug}/index.html"
TAG_URL, TAG_SAVE_AS = "tag/{slug}/", "tag/{slug}/index.html"
AUTHOR_URL, AUTHOR_SAVE_AS = "author/{slug}/", "author/{slug}/index.html"
PLUGINS: list[str] = []  # whatever is installed
DIRECT_TEMPLATES = ["index", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"
DEFAULT_PAGINATION = 20
PAGINATION_PATTERNS = (
    (1, "{url}", "{save_as}"),
    (2, "{url}page/{number}/", "{base_name}/page/{number}/index.html"),
)

FEED_ALL_ATOM = "feed.xml"
FEED_MAX_ITEMS = 20
CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
