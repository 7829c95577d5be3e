from pelicanconf import *

SITEURL = 'https://peat-and-paper.example'
RELATIVE_URLS = False
