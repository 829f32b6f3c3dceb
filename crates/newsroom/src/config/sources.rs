//! What a written source means: its place, its id, what is assumed where nothing is said.

use super::Error;
use super::check::Check;
use super::written::{Written, WrittenSource};
use news::{Source, SourceId, SourceKind};
use std::collections::BTreeSet;
use std::path::Path;

/// The sources as meant, each with an id of its own.
pub(super) fn sources(written: &Written, check: &Check<'_>, folder: &Path) -> Result<Vec<Source>, Error> {
    if written.source.is_empty() {
        return Err(check.value(
            "source",
            "[]",
            "there is no source; add a [[source]] with a url, or run `zaowan init` for a starter pack",
        ));
    }
    let mut taken = BTreeSet::new();
    written.source.iter().map(|source| understand_source(source, check, folder, &mut taken)).collect()
}

fn understand_source(
    written: &WrittenSource,
    check: &Check<'_>,
    folder: &Path,
    taken: &mut BTreeSet<String>,
) -> Result<Source, Error> {
    let (url, host) = place(written, check, folder)?;
    let name = written.name.clone().unwrap_or_else(|| host.clone());
    let family = || wire::owners::owner_of(&host, &name).map(str::to_owned);
    let owner = written.owner.clone().or_else(family);
    let trust = written.trust.unwrap_or(3);
    if !(1..=5).contains(&trust) {
        return Err(check.value("source.trust", &trust.to_string(), "trust is 1 (rumours) to 5 (agency of record)"));
    }
    if let Some(zone) = &written.timezone {
        check.time_zone("source.timezone", zone)?;
    }
    let every = check.duration("source.every", written.every.as_deref().unwrap_or("12h"), "6h, 24h or 7d")?;
    Ok(Source {
        id: SourceId(free_id(written.id.as_deref().unwrap_or(&name), &host, taken)),
        name,
        url,
        kind: written.kind.unwrap_or(SourceKind::Auto),
        beat: written.beat.clone().unwrap_or_else(|| "general".into()),
        owner: owner.unwrap_or(host),
        trust,
        language: written.language,
        every_hours: (every.as_secs() / 3600).max(1) as u32,
        timezone: written.timezone.clone(),
        link_rule: written.link_rule.clone(),
        max_items: written.max_items.unwrap_or(60),
    })
}

/// The address (a folder's made absolute) and the host, or the folder's name, that stands for it.
fn place(written: &WrittenSource, check: &Check<'_>, folder: &Path) -> Result<(String, String), Error> {
    if let Ok(url) = url::Url::parse(&written.url)
        && matches!(url.scheme(), "http" | "https")
        && let Some(host) = url.host_str()
    {
        return Ok((written.url.clone(), host.trim_start_matches("www.").to_owned()));
    }
    let path = folder.join(written.url.trim_start_matches("file://"));
    if path.is_dir() {
        let name = path.file_name().map_or_else(|| "folder".into(), |name| name.to_string_lossy().into_owned());
        return Ok((path.to_string_lossy().into_owned(), name));
    }
    let why = "is neither an http(s) address nor an existing folder; write https://… or the path of a folder";
    Err(check.value("source.url", &written.url, why))
}

fn free_id(name: &str, host: &str, taken: &mut BTreeSet<String>) -> String {
    let slug = |text: &str| {
        let dashed: String =
            text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
        dashed.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
    };
    let base = [slug(name), slug(host)].into_iter().find(|slug| !slug.is_empty()).unwrap_or_else(|| "source".into());
    let mut id = base.clone();
    let mut n = 2;
    while !taken.insert(id.clone()) {
        id = format!("{base}-{n}");
        n += 1;
    }
    id
}
