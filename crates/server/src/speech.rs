//! `/v1/audio/speech`: a text is heard as it is made, through the chain of voices with the floor under it.

use crate::body::Fields;
use crate::client::Guest;
use crate::door::Door;
use crate::fault::Fault;
use crate::floats;
use crate::name::Asked;
use crate::reply::{self, Trace};
use crate::visit::Visit;
use audio::cast::{Patience, Rank, Seat, Spelling};
use audio::talk::{Samples, SoundFormat, Talk, encoded, talk};
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use futures::StreamExt;
use futures::stream::BoxStream;
use gateway::voice::{VoiceFaultKind, VoiceRoute};
use gateway::{Purpose, Route};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// The longest text of one request, in characters: an hour of speech.
const LONGEST: usize = 20_000;
/// The names under which the house's own voices are asked for as a model.
const HOUSE: &[&str] = &["zaowan", "zaowan/zaowan"];
/// Who speaks for the house where no voice is named.
const FIRST: &str = "anchor_a";
/// The floor under a vendor's voice that is asked for by name.
const FLOOR: &str = "espeak/f3";

/// Who speaks under a name of the house, such as `anchor_a`, with the floor under it.
pub type CastBy = dyn Fn(&str, &Purpose) -> Option<Vec<Seat>> + Send + Sync;

/// The voices of the house.
pub struct Speech {
    /// Who speaks under a name of the house.
    pub cast: Box<CastBy>,
    /// For the list of voices.
    pub listed: Vec<Value>,
    /// How words are said.
    pub spelling: Spelling,
    /// What is heard before every text: the label as made by AI, ready made.
    pub label: Arc<Vec<i16>>,
}

impl Default for Speech {
    fn default() -> Self {
        let (spelling, label) = (Spelling::default(), Arc::default());
        Self { cast: Box::new(|_, _| None), listed: Vec::new(), spelling, label }
    }
}

/// What is asked for.
struct Order {
    text: String,
    seats: Vec<Seat>,
    format: SoundFormat,
    pace: f32,
    is_events: bool,
}

pub(crate) async fn speak(
    State(door): State<Arc<Door>>,
    visit: Visit,
    Fields(body): Fields,
) -> Result<Response, Fault> {
    visit.guest.count_request()?;
    let order = order(&door, &visit, &body)?;
    let (label, spelling) = (Arc::clone(&door.speech.label), door.speech.spelling.clone());
    let asked = Talk {
        text: order.text,
        language: None,
        seats: order.seats,
        pace: order.pace,
        spelling,
        patience: Patience::default(),
        label,
    };
    let samples = talk(asked).map_err(|error| Fault::wrong("input", &error.to_string()))?;
    let samples = begun(samples).await?;
    let bytes = encoded(samples, order.format).map_err(|error| Fault::no_voice(&error.to_string()))?;
    Ok(if order.is_events { events(bytes) } else { sound(bytes, order.format) })
}

pub(crate) async fn list(State(door): State<Arc<Door>>, _visit: Visit) -> Response {
    let names: Vec<&Value> = door.speech.listed.iter().filter_map(|voice| voice.get("id")).collect();
    reply::json(json!({"object": "list", "data": door.speech.listed, "voices": names}).to_string(), &Trace::default())
}

/// Waits for the first sound, so that a text nobody can say is an error and not an empty file.
async fn begun(mut samples: Samples) -> Result<Samples, Fault> {
    match samples.next().await {
        Some(Ok(first)) => Ok(futures::stream::iter([Ok(first)]).chain(samples).boxed()),
        Some(Err(error)) => Err(Fault::no_voice(&error.to_string())),
        None => Err(Fault::no_voice("there was no sound")),
    }
}

fn order(door: &Door, visit: &Visit, body: &Map<String, Value>) -> Result<Order, Fault> {
    let word = |name: &str| body.get(name).and_then(Value::as_str).map(str::trim).filter(|word| !word.is_empty());
    let text = word("input").ok_or_else(|| Fault::wrong("input", "input is the text to say"))?;
    if text.chars().count() > LONGEST {
        return Err(Fault::wrong("input", &format!("input has at most {LONGEST} characters")));
    }
    let format = word("response_format").unwrap_or("mp3").parse();
    let format = format.map_err(|why: String| Fault::wrong("response_format", &why))?;
    let pace = match body.get("speed") {
        None | Some(Value::Null) => 1.0,
        Some(speed) => speed
            .as_f64()
            .filter(|speed| (0.25..=4.0).contains(speed))
            .ok_or_else(|| Fault::wrong("speed", "speed is a number from 0.25 to 4; 1 is the voice's own pace"))?,
    };
    let is_events = match word("stream_format") {
        None | Some("audio") => false,
        Some("sse") => true,
        Some(_) => return Err(Fault::wrong("stream_format", "stream_format is audio or sse")),
    };
    let voice = body.get("voice").map(|voice| voice.get("id").unwrap_or(voice)).and_then(Value::as_str);
    let seats = seats(door, visit, word("model").unwrap_or_default(), voice.unwrap_or_default().trim())?;
    Ok(Order { text: text.to_owned(), seats, format, pace: pace as f32, is_events })
}

/// Who speaks: a name of the house, or a vendor's voice by its whole name or by model and voice.
fn seats(door: &Door, visit: &Visit, model: &str, voice: &str) -> Result<Vec<Seat>, Fault> {
    let purpose = visit.purpose("speech");
    let is_house = model.is_empty() || HOUSE.contains(&model);
    let of_house = [voice, model].into_iter().find(|name| !name.is_empty() && !name.contains('/'));
    let name = of_house.filter(|name| !HOUSE.contains(name)).or(is_house.then_some(FIRST).filter(|_| voice.is_empty()));
    if let Some(name) = name
        && let Some(seats) = (door.speech.cast)(name, &purpose)
    {
        may_ask(&visit.guest, name, &seats)?;
        return Ok(seats);
    }
    let route = if voice.contains('/') || model.is_empty() { voice.to_owned() } else { format!("{model}/{voice}") };
    let route: VoiceRoute = route.parse().map_err(|_| {
        let why =
            format!("there is no voice {voice:?} of {model:?} here; ask /v1/audio/voices, or write vendor/model/voice");
        Fault::unknown_model(&why)
    })?;
    let seats = by_name(door, &route, &purpose)?;
    may_ask(&visit.guest, &route.to_string(), &seats)?;
    Ok(seats)
}

fn by_name(door: &Door, route: &VoiceRoute, purpose: &Purpose) -> Result<Vec<Seat>, Fault> {
    let floor = |name: &str| audio::cast::floor(&audio::VoiceChoice::new(name), None, &door.speech.spelling);
    if route.vendor == "espeak" {
        return floor(&route.to_string()).map_err(|error| Fault::unknown_model(&error.to_string()));
    }
    let voice = door.gateway.voice(route, purpose).map_err(|fault| match fault.kind {
        VoiceFaultKind::Consent => Fault::not_allowed(&route.to_string()),
        _ => Fault::unknown_model(&fault.detail),
    })?;
    let first = Seat { voice, rank: Rank::Primary, language: None };
    // Without espeak-ng on this machine there is no floor, and the vendor speaks alone.
    Ok(std::iter::once(first).chain(floor(FLOOR).unwrap_or_default()).collect())
}

fn may_ask(guest: &Guest, name: &str, seats: &[Seat]) -> Result<(), Fault> {
    let route = |seat: &Seat| Route::new(&seat.voice.route().vendor, &seat.voice.route().model);
    let routes = seats.iter().filter(|seat| seat.rank != Rank::Floor).map(route).collect();
    let asked = Asked { name: name.to_owned(), routes };
    if guest.may_ask(&asked) { Ok(()) } else { Err(Fault::not_allowed(name)) }
}

type Bytes = BoxStream<'static, Result<Vec<u8>, audio::Error>>;

/// The file as it is made; one that cannot be ended breaks the connection.
fn sound(bytes: Bytes, format: SoundFormat) -> Response {
    let bytes = bytes.filter(|bytes| {
        let is_something = bytes.as_ref().map_or(true, |bytes| !bytes.is_empty());
        async move { is_something }
    });
    let body = Body::from_stream(bytes.map(|bytes| bytes.map_err(|error| std::io::Error::other(error.to_string()))));
    let mut response = reply::events(body, &Trace::default());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    response
}

/// The same as events, each with a piece of the file.
fn events(bytes: Bytes) -> Response {
    let done =
        json!({"type": "speech.audio.done", "usage": {"input_tokens": 0, "output_tokens": 0, "total_tokens": 0}});
    let event = |json: Value| format!("data: {json}\n\n");
    let failed = |error: &audio::Error| json!({"error": {"message": error.to_string(), "type": "api_error", "code": "no_voice_spoke"}});
    let state = Some(bytes);
    let events = futures::stream::unfold(state, move |bytes| {
        let done = done.clone();
        async move {
            let mut bytes = bytes?;
            Some(match bytes.next().await {
                Some(Ok(piece)) => {
                    (event(json!({"type": "speech.audio.delta", "audio": floats::encode(&piece)})), Some(bytes))
                }
                Some(Err(error)) => (event(failed(&error)), None),
                None => (event(done), None),
            })
        }
    });
    reply::events(Body::from_stream(events.map(Ok::<_, std::convert::Infallible>)), &Trace::default())
}
