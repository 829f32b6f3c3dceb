//! A sink of mail: enough of SMTP for one honest client, without TLS.

use super::{Fault, SECRET, State, Taken};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

const KIND: &str = "email";

/// Talks with one client until it says good-bye.
pub(super) async fn talk(stream: TcpStream, state: &State) -> std::io::Result<()> {
    let fault = state.meet(KIND);
    let mut stream = BufReader::new(stream);
    match fault {
        Some(Fault::Dropped) => return Ok(()),
        Some(Fault::Deaf) => std::future::pending().await,
        Some(Fault::BadGateway) => return say(&mut stream, "421 4.3.2 service not available").await,
        // Something that is no mail server listens there.
        Some(Fault::Portal) => return say(&mut stream, "HTTP/1.1 400 Bad Request").await,
        _ => say(&mut stream, "220 sink.example ESMTP").await?,
    }
    let mut line = String::new();
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let word = line.split([' ', '\r']).next().unwrap_or_default().to_ascii_uppercase();
        match word.as_str() {
            "EHLO" => say(&mut stream, "250-sink.example\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN").await?,
            "AUTH" if is_known(&line) => say(&mut stream, "235 2.7.0 accepted").await?,
            "AUTH" => say(&mut stream, "535 5.7.8 credentials invalid").await?,
            "MAIL" if fault == Some(Fault::Haste) => say(&mut stream, "451 4.7.1 too many messages, try later").await?,
            "RCPT" if fault == Some(Fault::Refused) => say(&mut stream, "550 5.1.1 no such mailbox").await?,
            "MAIL" | "RCPT" | "RSET" | "NOOP" => say(&mut stream, "250 2.1.0 ok").await?,
            "DATA" => {
                say(&mut stream, "354 go ahead").await?;
                let mail = read_mail(&mut stream).await?;
                if fault.is_none_or(Fault::takes) {
                    state.take(Taken { kind: KIND.into(), key: header(&mail, "Message-ID"), text: shown(&mail) });
                }
                match fault {
                    None => say(&mut stream, "250 2.0.0 queued").await?,
                    Some(Fault::Mute) => std::future::pending().await,
                    Some(Fault::CutOff) => {
                        stream.get_mut().write_all(b"25").await?;
                        return Ok(());
                    }
                    Some(Fault::HungUp) => return Ok(()),
                    _ => say(&mut stream, "451 4.3.0 internal error").await?,
                }
            }
            "QUIT" => return say(&mut stream, "221 bye").await,
            _ => say(&mut stream, "500 5.5.1 what").await?,
        }
    }
}

async fn say(stream: &mut BufReader<TcpStream>, words: &str) -> std::io::Result<()> {
    stream.get_mut().write_all(format!("{words}\r\n").as_bytes()).await
}

async fn read_mail(stream: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut mail = String::new();
    loop {
        let before = mail.len();
        if stream.read_line(&mut mail).await? == 0 || &mail[before..] == ".\r\n" {
            mail.truncate(before);
            return Ok(mail);
        }
    }
}

/// `AUTH PLAIN` with the user `me` and the secret.
fn is_known(line: &str) -> bool {
    let given = line.split_whitespace().nth(2).and_then(|given| STANDARD.decode(given).ok());
    given.is_some_and(|given| given == format!("\0me\0{SECRET}").as_bytes())
}

fn header(mail: &str, name: &str) -> Option<String> {
    let beginning = format!("{name}: ");
    mail.lines().take_while(|line| !line.is_empty()).find_map(|line| line.strip_prefix(&beginning)).map(str::to_owned)
}

/// The text, its transfer encoding undone.
fn shown(mail: &str) -> String {
    let (head, body) = mail.split_once("\r\n\r\n").unwrap_or(("", mail));
    if head.contains("Content-Transfer-Encoding: base64") {
        let joined: String = body.split_whitespace().collect();
        return String::from_utf8_lossy(&STANDARD.decode(joined).unwrap_or_default()).into_owned();
    }
    if head.contains("Content-Transfer-Encoding: quoted-printable") {
        return unquoted(body);
    }
    body.to_owned()
}

fn unquoted(body: &str) -> String {
    let joined = body.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| first == b'=') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
