//! Style and scripts, named by their content so that a page always finds the ones it was made for.

use crate::{Error, files};
use sha2::{Digest, Sha256};
use std::path::Path;
use std::sync::LazyLock;

const CSS: &str = include_str!("../../assets/site.css");
const THEME: &str = include_str!("../../assets/theme.js");
const ICON: &str = include_str!("../../assets/icon.svg");
const PLAYER: &str = include_str!("../../assets/player.js");

/// The file names of the assets, under `assets/`.
pub(super) struct Names {
    pub(super) css: String,
    pub(super) theme: String,
    pub(super) player: String,
    pub(super) icon: String,
}

/// The names of this version's assets.
pub(super) static NAMES: LazyLock<Names> = LazyLock::new(|| Names {
    css: name("site", CSS, "css"),
    theme: name("theme", THEME, "js"),
    player: name("player", PLAYER, "js"),
    icon: name("icon", ICON, "svg"),
});

/// Writes the assets. Those of earlier versions stay: published pages use them.
pub(crate) fn write(out: &Path) -> Result<(), Error> {
    let folder = out.join("assets");
    files::make_folder(&folder)?;
    for (name, text) in [(&NAMES.css, CSS), (&NAMES.theme, THEME), (&NAMES.player, PLAYER), (&NAMES.icon, ICON)] {
        files::write_whole(&folder.join(name), text.as_bytes())?;
    }
    Ok(())
}

fn name(stem: &str, text: &str, extension: &str) -> String {
    let hash: String = Sha256::digest(text.as_bytes()).iter().take(5).map(|byte| format!("{byte:02x}")).collect();
    format!("{stem}-{hash}.{extension}")
}
