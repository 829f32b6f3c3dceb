//! Keys: held so that nothing shows them, and taken out of whatever is about to be shown.

use memchr::memmem::Finder;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use std::fmt;
use std::path::Path;

/// A vendor's key. Printing or logging it shows nothing of it.
#[derive(Clone)]
pub struct Secret(SecretString);

/// What stands where a key stood.
const REDACTED: &str = "[redacted]";
/// Shorter texts are too common to be taken out of a message.
const MIN_SECRET: usize = 8;

impl Secret {
    /// Holds this key; blanks and line ends around it go.
    pub fn new(key: &str) -> Self {
        Self(SecretString::from(key.trim().to_owned()))
    }

    /// Reads a key from a file that only its owner may read.
    ///
    /// Errors: the file is missing or empty, or others may read it.
    pub fn from_file(path: &Path) -> Result<Self, String> {
        let shown = path.display();
        let text =
            std::fs::read_to_string(path).map_err(|error| format!("cannot read the key file {shown}: {error}"))?;
        refuse_open_file(path)?;
        if text.trim().is_empty() { Err(format!("the key file {shown} is empty")) } else { Ok(Self::new(&text)) }
    }

    /// What may be kept of a key that is shown to us, to know it again.
    pub fn sha256(&self) -> [u8; 32] {
        Sha256::digest(self.expose().as_bytes()).into()
    }

    /// The key itself, for the one header it is sent in.
    pub(crate) fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

#[cfg(unix)]
fn refuse_open_file(path: &Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path).map_err(|error| error.to_string())?.permissions().mode();
    let shown = path.display();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(format!("others may read the key file {shown} (mode {:o}): chmod 600 {shown}", mode & 0o777))
}

#[cfg(not(unix))]
fn refuse_open_file(_path: &Path) -> Result<(), String> {
    Ok(())
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

/// All keys that this process holds, so that none of them leaves in a text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Redactor {
    secrets: Vec<Secret>,
    /// Made once: every reply and every frame is looked through.
    finders: Vec<Finder<'static>>,
}

impl Redactor {
    pub(crate) fn new(secrets: Vec<Secret>) -> Self {
        let secrets: Vec<Secret> = secrets.into_iter().filter(|secret| secret.expose().len() >= MIN_SECRET).collect();
        let finders = secrets.iter().map(|secret| Finder::new(secret.expose().as_bytes()).into_owned()).collect();
        Self { secrets, finders }
    }

    /// The text without our keys and without what looks like somebody's key.
    pub(crate) fn message(&self, text: &str) -> String {
        mask_key_like(&self.answer(text))
    }

    /// The text without our keys; whatever else it says is the answer's own.
    pub(crate) fn answer(&self, text: &str) -> String {
        if !self.is_in(text.as_bytes()) {
            return text.to_owned();
        }
        self.secrets.iter().fold(text.to_owned(), |text, secret| text.replace(secret.expose(), REDACTED))
    }

    /// Whether one of our keys stands in these bytes.
    pub(crate) fn is_in(&self, bytes: &[u8]) -> bool {
        self.finders.iter().any(|finder| finder.find(bytes).is_some())
    }
}

/// Masks words that begin as keys do: `sk-…`, `Bearer …`.
fn mask_key_like(text: &str) -> String {
    let mut after_bearer = false;
    let masked: Vec<String> = text
        .split(' ')
        .map(|word| {
            let bare = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            let is_key = !word.contains(REDACTED) && (after_bearer && bare.len() >= MIN_SECRET || looks_like_key(bare));
            after_bearer = bare.eq_ignore_ascii_case("bearer");
            if is_key { word.replace(bare, REDACTED) } else { word.to_owned() }
        })
        .collect();
    masked.join(" ")
}

fn looks_like_key(word: &str) -> bool {
    const BEGINNINGS: &[&str] = &["sk-", "sk_", "AIza", "xai-", "gsk_", "tp-", "ak-"];
    word.len() >= 20 && BEGINNINGS.iter().any(|beginning| word.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_never_shows() {
        let secret = Secret::new(" sk-marked-0123456789 \n");
        assert_eq!(format!("{secret:?}"), "[redacted]");
        let redactor = Redactor::new(vec![secret]);
        let said = redactor.message("bad header: Bearer sk-marked-0123456789, \"sk-other-0123456789012345\"");
        assert_eq!(said, "bad header: Bearer [redacted], \"[redacted]\"");
        assert!(redactor.is_in(b"..sk-marked-0123456789.."));
        assert_eq!(
            redactor.answer("keys look like sk-other-0123456789012345"),
            "keys look like sk-other-0123456789012345"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_key_file_that_others_may_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        std::fs::write(&path, "sk-x\n").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        let error = Secret::from_file(&path).unwrap_err();
        assert!(error.contains("mode 644") && error.contains("chmod 600"), "{error}");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        assert_eq!(Secret::from_file(&path).unwrap().expose(), "sk-x");
    }
}
