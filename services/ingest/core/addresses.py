"""Which addresses name the same page is decided here: tracking parameters off, spelling made one.

Two forms: `canonical` is a working link and is what readers are shown; `page_name` drops whatever does not
change the page (scheme, "www.", an AMP twin), and article ids are made of it.
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, quote, unquote_to_bytes, urlsplit

import idna

#: Longest address taken; browsers and CDNs cut at about 2,000 to 8,000.
MAX_URL = 2048

#: Query parameters that say whence a reader came, never which page: removed from every address.
_TRACKING = """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid twclid ttclid yclid ysclid igshid igsh mc_cid mc_eid
    mkt_tok _hsenc _hsmi hsctatracking oly_anon_id oly_enc_id vero_id wickedid srsltid _openstat _ga _gl
    ref_src ref_url cmpid smid partner smtyp sr_share xtor at_medium at_campaign at_custom1 at_custom2
    at_custom3 at_custom4 at_format at_link_id at_link_origin at_link_type at_ptr_name ns_mchannel ns_source
    ns_campaign ns_linkname ns_fee ocid ito feedtype feedname traffic_source guccounter guce_referrer
    guce_referrer_sig spm scid __twitter_impression amp_js_v amp_gsa usqp outputtype
"""
TRACKING = frozenset(_TRACKING.split())


#: The same by how the name begins: utm_source, utm_medium ..., pk_campaign, hsa_acc.
TRACKING_PREFIXES = ("utm_", "pk_", "mtm_", "piwik_", "hsa_", "stm_")

#: Parameters that only choose the AMP twin of a page, with the values that do so ("" is the bare name).
AMP_QUERY = {"amp": ("", "1", "true"), "amp_latest": ("", "1"), "view": ("amp",), "outputtype": ("amp",)}

#: First labels of a host under which outlets keep twins of the same pages.
TWIN_HOSTS = ("www.", "m.", "mobile.", "amp.")

DEFAULT_PORTS = {"http": 80, "https": 443}

#: Already canonical, no query, no dots or double slashes in the path: nearly every address that feeds send.
#: "https://example.org/news/1" is; "https://Example.org/" and "https://example.org/a/../b" are not.
PLAIN = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}(?:/[a-z0-9A-Z_~-][a-z0-9A-Z_~.-]*)*/?"
)

_HOST = re.compile(
    r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*\.?"
)
_PATH_SAFE = "/:@!$&'()*+,;=-._~"
_QUERY_SAFE = _PATH_SAFE.replace("&", "").replace("=", "").replace("+", "") + "?"


class NotAnAddress(ValueError):
    """Why this is not the address of an article."""


def canonical(url: str) -> str:
    """The address in its one spelling, without tracking parameters and fragment.

    >>> canonical("HTTP://Example.org:80/a/./b?utm_source=x&id=7#top")
    'http://example.org/a/b?id=7'
    """
    if len(url) <= MAX_URL and PLAIN.fullmatch(url):
        return url if url.count("/") > 2 else url + "/"
    if len(url) > MAX_URL:
        raise NotAnAddress(f"expected at most {MAX_URL} characters, came {len(url)}")
    parts = _split(url.strip())
    host = _host(parts.hostname or "")
    port = _port(parts)
    netloc = host if port in (None, DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
    query = _query(parts.query)
    return f"{parts.scheme}://{netloc}{_path(parts.path)}" + (f"?{query}" if query else "")


def page_name(address: str) -> str:
    """What names the page behind a canonical address, whichever twin of it was sent.

    >>> page_name("http://www.example.org/a/") == page_name("https://amp.example.org/a?amp=1")
    True
    """
    rest = address.split("://", 1)[1]
    if "?" in rest:
        rest, query = rest.split("?", 1)
        kept = sorted(part for part in query.split("&") if not _chooses_amp(part))
        tail = "?" + "&".join(kept) if kept else ""
    else:
        tail = ""
    for twin in TWIN_HOSTS:
        if rest.startswith(twin) and "." in rest[len(twin) :].split("/", 1)[0]:
            rest = rest[len(twin) :]
            break
    rest = rest.rstrip("/")
    if rest.endswith(("/amp", "/amp.html")):
        rest = rest.rsplit("/", 1)[0]
    return rest + tail


def host_of(address: str) -> str:
    """The host of a canonical address, for naming the outlet and for one request at a time."""
    return address.split("://", 1)[1].split("/", 1)[0]


def _split(url: str) -> SplitResult:
    if re.search(r"[\x00-\x20\x7f]", url):
        raise NotAnAddress("expected no spaces or control characters")
    try:
        parts = urlsplit(url)
        _ = parts.hostname
    except ValueError as error:
        raise NotAnAddress(f"expected an http or https address: {error}") from error
    if parts.scheme not in DEFAULT_PORTS:
        came = f"{parts.scheme}:" if parts.scheme else "no scheme"
        raise NotAnAddress(f"expected http or https, came {came[:40]}")
    if parts.username is not None or parts.password is not None:
        raise NotAnAddress("expected no user name or password in the address")
    return parts


def _host(host: str) -> str:
    if not host:
        raise NotAnAddress("expected a host name")
    if ":" in host:
        return f"[{_ip(host)}]"
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode()
        except (idna.IDNAError, UnicodeError) as error:
            raise NotAnAddress(f"expected a host name: {str(error)[:80]}") from error
    host = host.lower()
    if len(host) > 253 or not _HOST.fullmatch(host):
        raise NotAnAddress("expected a host name of letters, digits, hyphens and dots")
    return host.rstrip(".")


def _ip(host: str) -> str:
    try:
        return str(ip_address(host))
    except ValueError as error:
        raise NotAnAddress("expected a host name or an IP address") from error


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError as error:
        raise NotAnAddress("expected a port from 1 to 65535") from error


def _path(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")[1:] if path.startswith("/") else path.split("/")
    for place, segment in enumerate(segments):
        last = place == len(segments) - 1
        if segment in (".", ".."):
            if segment == ".." and kept:
                kept.pop()
            if last:
                kept.append("")
            continue
        kept.append(_spelled(segment, _PATH_SAFE.replace("/", "")))
    return "/" + "/".join(kept)


def _query(query: str) -> str:
    kept = []
    for part in query.split("&"):
        name, eq, value = part.partition("=")
        low = name.lower()
        if not part or (low in TRACKING and not _chooses_amp(part)) or low.startswith(TRACKING_PREFIXES):
            continue
        kept.append(_spelled(name, _QUERY_SAFE) + eq + _spelled(value, _QUERY_SAFE + "="))
    return "&".join(kept)


def _chooses_amp(part: str) -> bool:
    name, _, value = part.lower().partition("=")
    return value in AMP_QUERY.get(name, ())


def _spelled(part: str, safe: str) -> str:
    """One spelling of percent encoding; "%2F" stays apart from "/" and "+" from "%2B"."""
    if part.isascii() and "%" not in part and part.replace("-", "").replace("_", "").isalnum():
        return part
    pieces = re.split(r"(%(?:2[Ff]|2[Bb]|26|3[Dd]|25)|\+)", part)
    return "".join(
        piece.upper() if place % 2 else quote(unquote_to_bytes(piece), safe=safe)
        for place, piece in enumerate(pieces)
    )
