//! Lists of sources as other feed readers write and read them.
//!
//! Source: OPML 2.0; the folders of the outline become beats.

use crate::Error;
use crate::feed::scan::{Scanner, Token, attribute, local_name};
use news::{Language, Source};
use std::fmt::Write;

/// One source of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// Its name.
    pub title: String,
    /// The address of its feed.
    pub url: String,
    /// The folder it is in.
    pub beat: Option<String>,
    /// As declared.
    pub language: Option<Language>,
}

/// Reads a list of sources, folders within folders too; each address once.
///
/// Errors: `Opml` if the text has no opml element or no source in it.
pub fn read(text: &str) -> Result<Vec<Outline>, Error> {
    let mut outlines: Vec<Outline> = Vec::new();
    let mut folders: Vec<Option<String>> = Vec::new();
    let mut is_opml = false;
    for token in Scanner::new(text) {
        match token {
            Token::Open { name, .. } if is(name, "opml") => is_opml = true,
            Token::Open { name, attributes, is_empty } if is(name, "outline") => {
                let outline = outline(attributes, folders.iter().rev().flatten().next());
                let folder = outline.is_none().then(|| label(attributes)).flatten();
                outlines.extend(outline.filter(|new| outlines.iter().all(|known| known.url != new.url)));
                if !is_empty {
                    folders.push(folder);
                }
            }
            Token::Close(name) if is(name, "outline") => {
                folders.pop();
            }
            Token::Open { .. } | Token::Close(_) | Token::Text(_) | Token::Cdata(_) => {}
        }
    }
    match (is_opml, outlines.is_empty()) {
        (false, _) => Err(Error::Opml("it has no opml element".to_owned())),
        (true, true) => Err(Error::Opml("it names no feed (no outline with an xmlUrl)".to_owned())),
        (true, false) => Ok(outlines),
    }
}

/// Writes the sources as a list, one folder a beat, in the order of the sources.
pub fn write(title: &str, sources: &[Source]) -> String {
    let mut beats: Vec<&str> = Vec::new();
    for source in sources {
        if !beats.contains(&source.beat.as_str()) {
            beats.push(&source.beat);
        }
    }
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    <title>{}</title>\n  </head>\n  <body>\n",
        escape(title)
    );
    for beat in beats {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "    <outline text=\"{0}\" title=\"{0}\">", escape(beat));
        for source in sources.iter().filter(|source| source.beat == beat) {
            let language = source.language.map(|language| format!(" language=\"{language}\"")).unwrap_or_default();
            let _ = writeln!(
                out,
                "      <outline type=\"rss\" text=\"{0}\" title=\"{0}\" xmlUrl=\"{1}\"{language}/>",
                escape(&source.name),
                escape(&source.url)
            );
        }
        out.push_str("    </outline>\n");
    }
    out + "  </body>\n</opml>\n"
}

fn is(name: &str, expected: &str) -> bool {
    local_name(name).eq_ignore_ascii_case(expected)
}

fn outline(attributes: &str, folder: Option<&String>) -> Option<Outline> {
    let url = attribute(attributes, "xmlUrl").map(|url| url.trim().to_owned()).filter(|url| !url.is_empty())?;
    Some(Outline {
        title: label(attributes).unwrap_or_else(|| url.clone()),
        url,
        // A source in no folder may still name its category.
        beat: folder.cloned().or_else(|| attribute(attributes, "category").and_then(|path| last_part(&path))),
        language: attribute(attributes, "language").as_deref().and_then(Language::parse),
    })
}

/// `/News/World` is `World`.
fn last_part(path: &str) -> Option<String> {
    let first = path.split(',').next().unwrap_or("");
    first.rsplit('/').map(str::trim).find(|part| !part.is_empty()).map(str::to_owned)
}

fn label(attributes: &str) -> Option<String> {
    let label = attribute(attributes, "title").filter(|title| !title.trim().is_empty());
    label
        .or_else(|| attribute(attributes, "text"))
        .map(|label| label.trim().to_owned())
        .filter(|label| !label.is_empty())
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
