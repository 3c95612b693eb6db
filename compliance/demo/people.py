"""What a person does: log in to the console with a browser's means (cookies, forms, CSRF tokens) and click."""

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request

from compliance.demo.errors import DemoError

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Person:
    """One browser of one person."""

    def __init__(self, address: str, username: str, password: str) -> None:
        self._address = address
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._browser = urllib.request.build_opener(jar)
        self.submit("/login/", "/login/", username=username, password=password)

    def read(self, path: str) -> bytes:
        """Return the page at `path`."""
        return self._open(urllib.request.Request(self._address + path))  # noqa: S310  our own address

    def submit(self, page: str, action: str, **fields: str) -> bytes:
        """Open `page`, take the token of its form, send the form to `action` and return the page that
        follows.
        """
        token = _TOKEN.search(self.read(page).decode())
        if token is None:
            raise DemoError(f"{page} shows no form")
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
        headers = {"Referer": self._address + page}
        return self._open(urllib.request.Request(self._address + action, data=body, headers=headers))  # noqa: S310

    def _open(self, request: urllib.request.Request) -> bytes:
        try:
            with self._browser.open(request, timeout=60) as answer:
                found: bytes = answer.read()
                return found
        except urllib.error.HTTPError as error:
            text = re.sub(r"<[^>]+>|\s+", " ", error.read(3000).decode(errors="replace"))
            raise DemoError(
                f"{request.get_method()} {request.selector} was answered with {error.code}: {text[:400]}"
            ) from error
