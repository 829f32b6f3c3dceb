//! Feeds and lists of sources: any bytes, under any content type.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (how, bytes) = fuzz::choice(data);
    let content_type = match (how >> 2) % 5 {
        0 => None,
        1 => Some("application/rss+xml; charset=gb18030"),
        2 => Some("text/xml; charset=utf-16"),
        3 => Some("application/feed+json"),
        _ => Some("application/xml; charset=utf-8"),
    };
    let zone = fuzz::zone(how);
    for entry in wire::feed::announced(bytes, content_type, &fuzz::base(), zone.as_ref()).unwrap_or_default() {
        assert!(!entry.title.contains('\n'), "a title is one line: {:?}", entry.title);
        let is_web = entry.url.is_empty() || entry.url.starts_with("http://") || entry.url.starts_with("https://");
        assert!(is_web, "an address of another scheme: {:?}", entry.url);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = wire::opml::read(text);
    }
});
