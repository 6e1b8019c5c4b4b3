"""How much of a request's body is read."""

from htmx_flask.requests import HtmxAwareRequest

MOST_TEXT = 1024 * 1024


class BoundedRequest(HtmxAwareRequest):
    """Only what carries files may be large: a form without files is read, and taken apart, in one piece of memory."""

    @property
    def max_content_length(self) -> int | None:
        """Bytes."""
        allowed = super().max_content_length
        if self.mimetype == "multipart/form-data" or allowed is None:
            return allowed
        return min(allowed, MOST_TEXT)

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value
