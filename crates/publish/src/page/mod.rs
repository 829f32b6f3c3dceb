//! The reader's pages: an edition, the front page, the archive, and the assets they share.
//!
//! Pages ask nothing of any other host, work from disk (`file://`) as from any static server, and are complete
//! without scripts: the player falls back to the browser's own, and sources open by `<details>`.

mod archive;
mod assets;
mod behind;
mod edition;
mod front;
mod layout;
mod left_out;
mod minutes;
mod player;
mod story;
mod transcript;
mod translations;

pub(crate) use archive::archive;
pub(crate) use assets::write as write_assets;
pub(crate) use edition::edition;
pub(crate) use front::front;
pub use layout::POLICY;
pub(crate) use transcript::transcript;

use url::Url;

/// The address if a page may link to it: http or https with a host, written so that it is safe in an attribute.
pub(crate) fn safe_link(address: &str) -> Option<String> {
    let url = Url::parse(address.trim()).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    // An address with a password in it is either a secret or a trick.
    let is_plain = url.username().is_empty() && url.password().is_none();
    (is_web && is_plain).then(|| url.to_string())
}

/// The host of an address as a reader knows it: without `www.`.
fn host(address: &str) -> Option<String> {
    let url = Url::parse(address.trim()).ok()?;
    url.host_str().map(|host| host.strip_prefix("www.").unwrap_or(host).to_owned())
}

/// Milliseconds as seconds for the `data-` attributes the player reads.
fn seconds(ms: u64) -> String {
    format!("{}.{:03}", ms / 1000, ms % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_become_links() {
        assert_eq!(safe_link(" https://a.example/x?y=\"z "), Some("https://a.example/x?y=%22z".to_owned()));
        for refused in
            ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//a.example", "", "mailto:a@b.c"]
        {
            assert_eq!(safe_link(refused), None, "{refused}");
        }
        assert_eq!(safe_link("https://user:secret@a.example/"), None);
    }
}
