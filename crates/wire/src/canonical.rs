//! Makes one address of the many under which a page is linked.
//!
//! Two links to one article differ by tracking, by scheme, by a mobile or AMP host, by the order of the query.
//! The canonical form is made to be compared and hashed; it usually opens in a browser too, but that is not promised.

use url::Url;

/// Query keys that only say where the reader came from. A key ending in `*` stands for all keys that begin so.
const TRACKING: &[&str] = &[
    "utm_*",
    "at_*",
    "mc_*",
    "_hs*",
    "hsa_*",
    "pk_*",
    "mtm_*",
    "ns_*",
    "xtor",
    "fbclid",
    "gclid",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "yclid",
    "twclid",
    "igshid",
    "igsh",
    "mkt_tok",
    "cmpid",
    "cmp",
    "ocid",
    "ito",
    "smid",
    "smtyp",
    "smprod",
    "partner",
    "ref",
    "ref_*",
    "referrer",
    "referer",
    "feature",
    "fromsource",
    "spm",
    "scm",
    "from",
    "isappinstalled",
    "share_*",
    "sharefrom",
    "share",
    "shareid",
    "wechat_*",
    "wxshare*",
    "vd_source",
    "bd_vid",
    "timestamp",
    "traceid",
    "src",
    "source",
    "sr_share",
    "tracking",
    "trk",
    "trkinfo",
    "guccounter",
    "guce_*",
    "campaign",
    "campaign_id",
    "cid_source",
    "intcid",
    "intcmp",
    "icid",
    "rss",
    "ftag",
    "taid",
    "linkid",
    "sh_kit",
    "seq_source",
    "op",
    "reflink",
    "mod",
    "st",
    "amp",
    "outputtype",
    "output",
    "syndication",
    "ftcamp",
    "sc_src",
    "sc_cid",
    "__twitter_impression",
    "s_cid",
];

/// Keys that the lists above would take although they name a page on some sites: kept when their value looks like an id.
const MAY_NAME_A_PAGE: &[&str] = &["st", "op", "mod", "src", "source", "share", "output", "from", "ref", "timestamp"];

/// Labels in front of a host that mark another view of the same page.
const VIEWS: &[&str] = &["www", "m", "amp", "mobile", "wap", "touch", "3g", "m-cdn"];

/// Second-level labels under which a country sells names, so that `bbc.co.uk` is a site and `co.uk` is not.
const SECOND_LEVEL: &[&str] =
    &["co", "com", "net", "org", "gov", "edu", "ac", "ne", "or", "go", "gob", "nom", "govt", "idv"];

/// The address without tracking, in the one form that all its spellings share.
///
/// Lower-case host without `www.`, `m.` or `amp.`, `https` for `http`, no default port, no credentials, no fragment
/// (unless it begins with `!`, which single-page sites use as a path), no tracking, sorted query, no AMP or index
/// ending, no trailing slash. What is no http(s) address comes back trimmed.
pub fn canonical_url(url: &str) -> String {
    let trimmed = url.trim();
    let Some(parsed) = web_url(trimmed) else {
        return trimmed.to_owned();
    };
    let Some(host) = parsed.host_str().map(fold_host) else {
        return trimmed.to_owned();
    };
    let port = parsed.port().filter(|port| *port != 80 && *port != 443);
    let scheme = if is_plain_http_needed(&parsed) { "http" } else { "https" };
    let mut canonical = format!("{scheme}://{host}");
    if let Some(port) = port {
        canonical.push_str(&format!(":{port}"));
    }
    canonical.push_str(&fold_path(parsed.path()));
    let query = kept_query(&parsed);
    if !query.is_empty() {
        canonical.push('?');
        canonical.push_str(&query);
    }
    if let Some(fragment) = parsed.fragment().filter(|fragment| fragment.starts_with('!')) {
        canonical.push('#');
        canonical.push_str(fragment);
    }
    canonical
}

/// Whether two addresses belong to one publisher's site: their registrable names are the same.
pub fn same_site(a: &str, b: &str) -> bool {
    match (site_of(a), site_of(b)) {
        (Some(a), Some(b)) => a == b,
        _ => false,
    }
}

/// The registrable-looking name: `bbc.co.uk` of `news.bbc.co.uk`; an IP address with its port stands for itself.
fn site_of(url: &str) -> Option<String> {
    let parsed = web_url(url.trim())?;
    let host = parsed.host_str()?.to_ascii_lowercase();
    if !matches!(parsed.host(), Some(url::Host::Domain(_))) || !host.contains('.') {
        return Some(format!("{host}:{}", parsed.port_or_known_default().unwrap_or(0)));
    }
    let labels: Vec<&str> = host.trim_end_matches('.').split('.').collect();
    let n = labels.len();
    let is_national = n >= 3 && labels[n - 1].len() == 2 && SECOND_LEVEL.contains(&labels[n - 2]);
    let keep = if is_national { 3 } else { 2 };
    Some(labels[n.saturating_sub(keep)..].join("."))
}

fn web_url(text: &str) -> Option<Url> {
    let with_scheme;
    let text = if text.starts_with("//") {
        with_scheme = format!("https:{text}");
        &with_scheme
    } else {
        text
    };
    Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// A host on this machine or without a domain has no https twin; what is on a port of its own keeps its scheme.
fn is_plain_http_needed(url: &Url) -> bool {
    let is_domain = matches!(url.host(), Some(url::Host::Domain(domain)) if domain.contains('.'));
    url.scheme() == "http" && (!is_domain || url.port().is_some())
}

fn fold_host(host: &str) -> String {
    let lower = host.trim_end_matches('.').to_ascii_lowercase();
    let mut rest = lower.as_str();
    while let Some((label, parent)) = rest.split_once('.') {
        // The view of `m.example.com` is folded, the site `m.com` is not.
        if !VIEWS.contains(&label) || !parent.contains('.') || parent.starts_with("co.") {
            break;
        }
        rest = parent;
    }
    rest.to_owned()
}

fn fold_path(path: &str) -> String {
    let mut path = path.to_owned();
    while path.contains("//") {
        path = path.replace("//", "/");
    }
    for index in ["/index.html", "/index.htm", "/index.php", "/index.shtml"] {
        if let Some(stem) = path.strip_suffix(index) {
            path = format!("{stem}/");
        }
    }
    for ending in ["/amp/", "/amp", ".amp"] {
        if let Some(stem) = path.strip_suffix(ending).filter(|stem| !stem.is_empty()) {
            path = stem.to_owned();
        }
    }
    if let Some(rest) = path.strip_prefix("/amp/") {
        path = format!("/{rest}");
    }
    if let Some(stem) = path.strip_suffix(".amp.html") {
        path = format!("{stem}.html");
    }
    path.trim_end_matches('/').to_owned()
}

fn kept_query(url: &Url) -> String {
    let mut pairs: Vec<String> = url
        .query()
        .unwrap_or("")
        .split('&')
        .filter(|pair| !pair.is_empty() && !is_tracking(pair))
        .map(str::to_owned)
        .collect();
    pairs.sort();
    pairs.dedup();
    pairs.join("&")
}

fn is_tracking(pair: &str) -> bool {
    let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
    let key = key.to_ascii_lowercase();
    let is_listed = TRACKING.iter().any(|pattern| match pattern.strip_suffix('*') {
        Some(start) => key.starts_with(start),
        None => key == *pattern,
    });
    let names_a_page = MAY_NAME_A_PAGE.contains(&key.as_str())
        && value.len() >= 5
        && value.len() < 10
        && value.bytes().all(|byte| byte.is_ascii_digit());
    is_listed && !names_a_page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_spellings_of_an_address_are_one() {
        let canonical = "https://paper.example/world/ferry?id=7&page=2";
        for spelling in [
            "https://paper.example/world/ferry?id=7&page=2",
            "http://www.paper.example:80/world/ferry/?page=2&id=7",
            "HTTPS://WWW.Paper.Example/world/ferry?utm_source=x&page=2&id=7&fbclid=abc#comments",
            "https://m.paper.example/world//ferry/amp?page=2&id=7&from=timeline&spm=a2.b3",
            "//amp.paper.example/amp/world/ferry?id=7&page=2&at_medium=RSS&at_campaign=KARANGA",
            " https://user:secret@paper.example/world/ferry/index.html?id=7&page=2 ",
        ] {
            assert_eq!(canonical_url(spelling), canonical, "{spelling}");
        }
    }

    #[test]
    fn what_names_a_page_stays() {
        assert_eq!(canonical_url("https://a.example/item?id=123"), "https://a.example/item?id=123");
        assert_eq!(canonical_url("https://a.example/#!/story/9"), "https://a.example#!/story/9");
        assert_eq!(canonical_url("https://a.example/x?source=203917"), "https://a.example/x?source=203917");
        assert_eq!(canonical_url("http://127.0.0.1:8080/a/"), "http://127.0.0.1:8080/a");
        assert_eq!(canonical_url("https://m.com/a"), "https://m.com/a");
        assert_eq!(canonical_url("folder/story.md"), "folder/story.md");
    }

    #[test]
    fn it_is_its_own_canonical_form() {
        for url in ["https://a.example/b?c=1", "http://127.0.0.1:80/x/amp", "https://新闻.example/早/"] {
            let once = canonical_url(url);
            assert_eq!(canonical_url(&once), once);
        }
    }

    #[test]
    fn a_site_is_its_registrable_name() {
        assert!(same_site("https://news.paper.co.uk/a", "http://www.paper.co.uk/"));
        assert!(!same_site("https://one.co.uk/a", "https://two.co.uk/a"));
        assert!(!same_site("https://paper.example/", "https://paper.example.evil.test/"));
        assert!(same_site("http://127.0.0.1:80/a", "http://127.0.0.1/b"));
        assert!(!same_site("http://127.0.0.1:8001/a", "http://127.0.0.1:8002/b"));
        assert!(!same_site("mailto:a@paper.example", "https://paper.example"));
    }
}
