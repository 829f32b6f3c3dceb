//! The square picture of an edition and of the podcast: drawn by code, letters and all.

mod draw;
mod letters;

use crate::{Error, files, labels, words};
use draw::Scene;
use news::EditionKey;
use resvg::{tiny_skia, usvg};
use sha2::{Digest, Sha256};
use std::path::Path;

/// Apple asks for 1400 to 3000 pixels.
const SIDE: u32 = 1400;

/// The cover of one edition: PNG, 1400 x 1400, RGB without alpha, with the AI label as a text chunk.
///
/// The newsroom's name is drawn as far as the built-in letters go; `producer` is for the label.
/// Errors: `Cover` if the drawing library refuses.
pub fn cover_png(name: &str, producer: &str, key: &EditionKey, sample: bool) -> Result<Vec<u8>, Error> {
    let scene = if words::is_dark_slot(&key.slot) { Scene::Evening } else { Scene::Morning };
    let svg = draw::edition(name, key, scene, sample)?;
    render(&svg, &labels::aigc(producer, &key.to_string()))
}

/// The cover of the podcast as a whole, sun and moon: written under `assets/` if it is not there yet.
///
/// Returns its file name, which changes with the picture: podcast apps keep a picture as long as its address stays.
pub(crate) fn write_channel(assets: &Path, name: &str, producer: &str, sample: bool) -> Result<String, Error> {
    let svg = draw::channel(name, sample)?;
    let hash: String = Sha256::digest(svg.as_bytes()).iter().take(5).map(|byte| format!("{byte:02x}")).collect();
    let file = format!("cover-{hash}.png");
    if !assets.join(&file).exists() {
        files::write_whole(&assets.join(&file), &render(&svg, &labels::aigc(producer, "podcast"))?)?;
    }
    Ok(file)
}

fn render(svg: &str, label: &str) -> Result<Vec<u8>, Error> {
    let refused = |why: String| Error::Cover { why };
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).map_err(|error| refused(error.to_string()))?;
    let mut pixmap = tiny_skia::Pixmap::new(SIDE, SIDE).ok_or_else(|| refused("its size is refused".into()))?;
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut pixmap.as_mut());
    // The background is opaque, so alpha can simply be dropped.
    let mut rgb = Vec::with_capacity(pixmap.data().len() / 4 * 3);
    for &[red, green, blue, _] in pixmap.data().as_chunks::<4>().0 {
        rgb.extend_from_slice(&[red, green, blue]);
    }
    encode(&rgb, label).map_err(|error| refused(error.to_string()))
}

fn encode(rgb: &[u8], label: &str) -> Result<Vec<u8>, png::EncodingError> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, SIDE, SIDE);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    // Flat areas: the fast setting is within a few percent of the best, at a tenth of the time.
    encoder.set_compression(png::Compression::Fast);
    encoder.set_filter(png::Filter::Up);
    encoder.add_text_chunk("AIGC".to_owned(), label.to_owned())?;
    let mut writer = encoder.write_header()?;
    writer.write_image_data(rgb)?;
    writer.finish()?;
    Ok(out)
}
