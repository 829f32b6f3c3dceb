//! What the sound is made with and how it is labelled, as a person writes it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `[sound]`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenSound {
    /// Formats beside MP3: `["opus", "m4a"]`; m4a is made by ffmpeg, where it is installed.
    pub also_as: Vec<String>,
    /// Your own music before the first words, WAV or MP3; they begin over its last two seconds.
    pub opening: Option<String>,
    /// Your own music between stories.
    pub sting: Option<String>,
    /// Your own music under speech; it begins again where it ends.
    pub bed: Option<String>,
    /// Your own music after the last words.
    pub closing: Option<String>,
    /// What the bed lies under: `opening` (if left out), `everything` or `nothing`.
    pub bed_under: Option<String>,
    /// Whether the bulletin can be heard while it is being made: HLS under `live/` in the site's folder.
    pub live: bool,
}

/// `[labels]`: how editions say that they are made by AI.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenLabels {
    /// Whether the sound says so in words at its start. Without them the operator must see to what GB 45438-2025 (5.3),
    /// Article 50(4) of the EU's AI Act and Apple ask for in their place.
    pub spoken: bool,
    /// Whether the rhythm mark of GB 45438-2025, AI in Morse, is heard before the first words.
    pub rhythm: bool,
    /// The name or code of who answers for the service, in the metadata labels: printable ASCII; this program's if empty.
    pub producer: String,
    /// The operator's certificate chain (PEM) for C2PA manifests in the MP3 and the cover; the program must be built with
    /// the feature `c2pa`.
    pub c2pa_cert: Option<String>,
    /// The environment variable that holds the certificate's private key (PEM).
    pub c2pa_key_env: Option<String>,
    /// Or the file that holds it.
    pub c2pa_key_file: Option<String>,
}

impl Default for WrittenLabels {
    fn default() -> Self {
        Self {
            spoken: true,
            rhythm: false,
            producer: String::new(),
            c2pa_cert: None,
            c2pa_key_env: None,
            c2pa_key_file: None,
        }
    }
}
