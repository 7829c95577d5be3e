import os

AUTHOR = 'Lena Brandt'
SITENAME = 'Peat and Paper'
SITEURL = ''
PATH = 'content'
TIMEZONE = 'Europe/Berlin'
DEFAULT_LANG = 'de'
ARTICLE_URL = 'posts/{date:%Y}/{slug}/'
THEME = os.environ.get('THEME', 'notmyidea')
