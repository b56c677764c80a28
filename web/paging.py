"""Cursor pages of the REST API."""

from rest_framework.pagination import CursorPagination


class CursorPages(CursorPagination):
    """`{results, next, previous}` with `?limit=&cursor=`; never counts."""

    page_size = 50
    page_size_query_param = "limit"
    max_page_size = 200
    ordering = "-pk"
