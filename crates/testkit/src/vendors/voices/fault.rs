//! The table of all faults of voices: what goes wrong, and what it must be found to be.

/// What a fault must be found to be, in the words of the gateway's kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// The key was not taken.
    Key,
    /// The account is used up.
    Quota,
    /// Too much at once.
    Rate,
    /// Not to be said.
    Content,
    /// The request was called wrong.
    Input,
    /// Not now.
    Transient,
    /// Cut off.
    Truncated,
    /// No sound.
    Empty,
    /// No fault in the end: it must be mended, and the sound is whole.
    None,
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Fault {
    /// The vendor refuses, in its own words.
    Refused(Refusal),
    /// A page of a proxy, with status 200.
    Html,
    /// JSON that is neither sound nor an error.
    Json,
    /// No sound in a reply that is otherwise well.
    Empty,
    /// Zeros.
    Silence,
    /// The last byte is missing, and the end is in good order.
    Odd,
    /// The second half is missing, and the end is in good order.
    Half,
    /// So much is missing that nobody could have said the text in what is left.
    Snippet,
    /// The second half is missing, and the connection breaks.
    Cut,
    /// A reset before the answer.
    Reset,
    /// A reset in the middle.
    ResetAmid,
    /// Silence of the line before the first byte.
    Silent,
    /// Silence of the line in the middle.
    Stall,
    /// The content type is of a compressed sound.
    Type,
    /// The bytes are an MP3.
    Mp3,
    /// Another rate than was asked for.
    Rate,
    /// The whole sound once more at the end.
    Repeat,
    /// The sound is not in the encoding that carries it: no hex, no base64.
    Code,
    /// `null` where the sound should be.
    Null,
    /// The event or the message that ends everything does not come.
    NoFinal,
    /// An event that is no JSON.
    Garbled,
    /// An error in the middle of the sound.
    ErrorAmid,
}

/// Why a vendor refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Refusal {
    Key,
    Quota,
    Rate,
    Content,
    Input,
    Overload,
    Internal,
    /// The refusal repeats the header with the key.
    Echo,
}

type Row = (&'static str, Fault, Kind);

/// Faults that every vendor can have.
#[rustfmt::skip]
const COMMON: &[Row] = &[
    ("key", Fault::Refused(Refusal::Key), Kind::Key),
    ("quota", Fault::Refused(Refusal::Quota), Kind::Quota),
    ("limit", Fault::Refused(Refusal::Rate), Kind::Rate),
    ("content", Fault::Refused(Refusal::Content), Kind::Content),
    ("input", Fault::Refused(Refusal::Input), Kind::Input),
    ("overload", Fault::Refused(Refusal::Overload), Kind::Transient),
    ("internal", Fault::Refused(Refusal::Internal), Kind::Transient),
    ("echo", Fault::Refused(Refusal::Echo), Kind::Key),
    ("html", Fault::Html, Kind::Transient),
    ("json", Fault::Json, Kind::Transient),
    ("empty", Fault::Empty, Kind::Empty),
    ("silence", Fault::Silence, Kind::Empty),
    ("odd", Fault::Odd, Kind::Truncated),
    ("snippet", Fault::Snippet, Kind::Truncated),
    ("cut", Fault::Cut, Kind::Truncated),
    ("reset", Fault::Reset, Kind::Transient),
    ("reset-amid", Fault::ResetAmid, Kind::Truncated),
    ("silent", Fault::Silent, Kind::Transient),
    ("stall", Fault::Stall, Kind::Truncated),
    ("mp3", Fault::Mp3, Kind::Transient),
];

/// Faults of replies whose body is the sound itself.
#[rustfmt::skip]
const RAW: &[Row] = &[
    ("type", Fault::Type, Kind::Transient),
];

/// Faults of replies in which the sound is wrapped in events or messages.
#[rustfmt::skip]
const WRAPPED: &[Row] = &[
    ("code", Fault::Code, Kind::Transient),
    ("null", Fault::Null, Kind::Empty),
    ("no-final", Fault::NoFinal, Kind::Truncated),
    ("garbled", Fault::Garbled, Kind::Transient),
    ("error-amid", Fault::ErrorAmid, Kind::Transient),
    ("repeat", Fault::Repeat, Kind::None),
];

/// Faults of replies that say how much sound there is.
const MEASURED: &[Row] = &[("half", Fault::Half, Kind::Truncated)];

/// Faults of replies that say at which rate it is.
const RATED: &[Row] = &[("rate", Fault::Rate, Kind::Transient)];

/// The faults of a vendor's voices, and what each must be found to be.
pub fn faults_of(vendor: &str) -> Vec<(&'static str, Kind)> {
    rows_of(vendor).map(|(name, _, kind)| (*name, *kind)).collect()
}

/// Each house has the faults of its kind, without those that cannot happen there.
fn rows_of(vendor: &str) -> impl Iterator<Item = &'static Row> {
    let (more, not): (&[&[Row]], &[&str]) = match vendor {
        "openai" => (&[WRAPPED], &[]),
        "minimax" => (&[WRAPPED, MEASURED, RATED], &[]),
        // What a WebSocket is refused with before it stands is tried apart.
        "minimax-socket" => (&[WRAPPED, MEASURED, RATED], &["html", "json"]),
        "elevenlabs" | "elevenlabs-dialogue" => (&[WRAPPED, MEASURED], &["no-final"]),
        "elevenlabs-socket" => (&[WRAPPED, MEASURED], &["html", "json"]),
        "azure" => (&[RAW], &["content"]),
        "volcano" | "volcano-events" => (&[WRAPPED, MEASURED], &[]),
        "volcano-podcast" => (&[WRAPPED, MEASURED], &["html", "json", "code"]),
        "gpt-sovits" => (&[RAW], &["key", "echo", "quota", "limit", "content"]),
        _ => (&[RAW], &[]),
    };
    COMMON.iter().chain(more.iter().copied().flatten()).filter(move |(name, ..)| !not.contains(name))
}

/// The fault that a voice's name asks for.
pub(super) fn fault_in(voice: &str) -> Option<&str> {
    voice.rsplit_once("sim-").map(|(_, fault)| fault)
}

/// The fault of this name.
pub(super) fn named(name: &str) -> Option<Fault> {
    [COMMON, RAW, WRAPPED, MEASURED, RATED]
        .iter()
        .flat_map(|rows| rows.iter())
        .find(|(known, ..)| *known == name)
        .map(|row| row.1)
}
