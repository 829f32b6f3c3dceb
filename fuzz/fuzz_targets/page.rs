//! Pages: any text as HTML. What comes out is plain, its addresses are of the web, and no sign lies in the future.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (how, bytes) = fuzz::choice(data);
    let html = String::from_utf8_lossy(bytes);
    let as_of = fuzz::as_of();
    let page = wire::page::read_page(&html, fuzz::base().as_str(), as_of, fuzz::zone(how).as_ref());
    for address in page.canonical_url.iter().chain(&page.image) {
        assert!(address.starts_with("http://") || address.starts_with("https://"), "{address:?}");
    }
    if let Some(at) = wire::dating::decide(page.evidence, as_of).value {
        assert!(at.duration_since(as_of).as_hours() <= 15, "{at} lies in the future");
    }
    wire::page::plain_text(&html);
});
