//! E-mail: one message over SMTP, with TLS unless the server is on the operator's own network.
//!
//! The address is `smtps://user@host` or `smtp://user@host` (STARTTLS); `?tls=none` only for hosts in `allow_private`.
//! Sent again, a mail has the same Message-ID. Sources: RFC 5321, RFC 3834 (mail that no person wrote).

use super::{Channel, Message, Undelivered, fit, fit::Room};
use jiff::Timestamp;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message as Mail};
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{Error, response::Severity};
use std::sync::atomic::{AtomicBool, Ordering};
use url::Url;

/// A mail may be long; this one says what is in the edition and where it stands.
const ROOM: Room = Room::Bytes(60_000);

pub(super) async fn send(channel: &Channel, message: &Message, key: &str, now: Timestamp) -> Result<(), Undelivered> {
    let mail = mail(channel, message, key, now)?;
    // Until the server is handed the text itself, nothing can have arrived.
    let is_handed_over = AtomicBool::new(false);
    let sent = tokio::time::timeout(channel.patience, hand_over(channel, &mail, &is_handed_over)).await;
    match sent {
        Ok(result) => result,
        Err(_) if is_handed_over.into_inner() => {
            Err(Undelivered::unsure("was sent the mail and did not answer in time"))
        }
        Err(_) => Err(Undelivered::later("did not answer in time")),
    }
}

fn mail(channel: &Channel, message: &Message, key: &str, now: Timestamp) -> Result<Mail, Undelivered> {
    let mailbox = |address: &str| {
        address.parse::<Mailbox>().map_err(|_| Undelivered::refused(format!("{address:?} is not an address of mail")))
    };
    let from = mailbox(channel.from.as_deref().unwrap_or_default())?;
    let name: String = key.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '.' }).collect();
    let id = format!("<{name}@{}>", from.email.domain());
    let mut builder = Mail::builder().from(from).subject(&message.title).message_id(Some(id)).date(now.into());
    for to in &channel.to {
        builder = builder.to(mailbox(to)?);
    }
    let mut text = fit::fit("", &message.lines, message.link.as_deref(), ROOM);
    if let Some(audio) = &message.audio {
        text = format!("{text}\n{audio}");
    }
    let mail = builder.header(ContentType::TEXT_PLAIN).body(text + "\n");
    let mut mail = mail.map_err(|error| Undelivered::refused(format!("no mail can be written: {error}")))?;
    // Out-of-office replies to a newsroom help nobody.
    mail.headers_mut()
        .insert_raw(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".into()));
    Ok(mail)
}

async fn hand_over(channel: &Channel, mail: &Mail, is_handed_over: &AtomicBool) -> Result<(), Undelivered> {
    let url = channel.url()?;
    let mut connection = connect(channel, &url).await?;
    if let Some(password) = channel.key() {
        let user = percent_decoded(url.username());
        let user =
            if user.is_empty() { mail.envelope().from().map(ToString::to_string).unwrap_or_default() } else { user };
        let credentials = Credentials::new(user, password.to_owned());
        let known = [Mechanism::Plain, Mechanism::Login];
        connection.auth(&known, &credentials).await.map_err(|error| answered(&error, "refused the password"))?;
    }
    is_handed_over.store(true, Ordering::Relaxed);
    let sent = connection.send(mail.envelope(), &mail.formatted()).await;
    let result = sent.map_err(|error| answered(&error, "did not take the mail"));
    // It was taken or not; what the server thinks of a good-bye changes nothing.
    drop(connection.quit().await);
    result.map(drop)
}

async fn connect(channel: &Channel, url: &Url) -> Result<AsyncSmtpConnection, Undelivered> {
    let host = url.host_str().ok_or_else(|| Undelivered::refused("its address names no host"))?;
    let is_plain = url.query_pairs().any(|(name, value)| name == "tls" && value == "none");
    let is_wrapped = url.scheme() == "smtps";
    let port = url.port().unwrap_or(if is_wrapped { 465 } else { 587 });
    let addresses = wire::resolve(host, port, &channel.allow_private).await.map_err(|refused| {
        if refused.is_private { Undelivered::refused(refused.why) } else { Undelivered::later(refused.why) }
    })?;
    if is_plain && !addresses.iter().all(|address| channel.allow_private.contains(&address.ip())) {
        return Err(Undelivered::refused("mail goes without TLS only to hosts in allow_private"));
    }
    let tls =
        || TlsParameters::new(host.to_owned()).map_err(|error| Undelivered::later(format!("no TLS here: {error}")));
    let wrapped = if is_wrapped { Some(tls()?) } else { None };
    let hello = ClientId::default();
    let connected =
        AsyncSmtpConnection::connect_tokio1(addresses.as_slice(), Some(channel.patience), &hello, wrapped, None).await;
    let mut connection = connected.map_err(|error| answered(&error, "cannot be reached"))?;
    if !is_wrapped && !is_plain {
        if !connection.can_starttls() {
            return Err(Undelivered::refused("its server offers no TLS"));
        }
        connection.starttls(tls()?, &hello).await.map_err(|error| answered(&error, "TLS failed"))?;
    }
    Ok(connection)
}

/// What an error of SMTP means: a number is the server's word, anything else is no answer.
fn answered(error: &Error, what: &str) -> Undelivered {
    let Some(code) = error.status() else {
        return if what == "did not take the mail" {
            Undelivered::unsure("was sent the mail and hung up without an answer")
        } else {
            Undelivered::later(what)
        };
    };
    let why = format!("{what}: {error}");
    match code.severity {
        Severity::PermanentNegativeCompletion => Undelivered::refused(why),
        _ => Undelivered::later(why),
    }
}

fn percent_decoded(text: &str) -> String {
    // A query decodes the same escapes, but reads a plus as a blank.
    let query = format!("u={}", text.replace('+', "%2B"));
    url::form_urlencoded::parse(query.as_bytes()).next().map(|(_, value)| value.into_owned()).unwrap_or_default()
}
