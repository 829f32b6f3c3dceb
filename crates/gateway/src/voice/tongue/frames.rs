//! Volcano's binary frames: four bytes of what follows, the event, the session's name, the payload.

use bytes::Bytes;

/// A frame of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Frame {
    pub kind: u8,
    pub event: i32,
    pub payload: Bytes,
}

/// A request, a reply, sound, an error.
pub(super) const REQUEST: u8 = 0x1;
pub(super) const ERROR: u8 = 0xf;
/// The events of connections have no session.
const OF_CONNECTIONS: std::ops::RangeInclusive<i32> = 1..=99;
/// With an event; plain JSON, nothing compressed.
const WITH_EVENT: u8 = 0x4;
const JSON: u8 = 0x10;

/// A request of this event.
pub(super) fn request(event: i32, session: &str, payload: &str) -> Vec<u8> {
    let mut frame = vec![0x11, REQUEST << 4 | WITH_EVENT, JSON, 0];
    frame.extend(event.to_be_bytes());
    if !OF_CONNECTIONS.contains(&event) {
        push_sized(&mut frame, session.as_bytes());
    }
    push_sized(&mut frame, payload.as_bytes());
    frame
}

fn push_sized(frame: &mut Vec<u8>, bytes: &[u8]) {
    frame.extend((bytes.len() as u32).to_be_bytes());
    frame.extend(bytes);
}

/// Reads a frame; nothing if it is cut or no frame.
pub(super) fn read(bytes: &Bytes) -> Option<Frame> {
    let (first, kind) = (*bytes.first()?, bytes.get(1)? >> 4);
    let has_event = bytes.get(1)? & WITH_EVENT != 0;
    let mut at = usize::from(first & 0xf) * 4;
    let number = |at: usize| Some(i32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let sized = |at: usize| {
        let size = usize::try_from(number(at)?).ok()?;
        (at + 4 + size <= bytes.len()).then(|| bytes.slice(at + 4..at + 4 + size))
    };
    if kind == ERROR {
        // Its code stands where others have the event.
        let event = number(at)?;
        return Some(Frame { kind, event, payload: sized(at + 4)? });
    }
    let mut event = 0;
    if has_event {
        event = number(at)?;
        at += 4;
        // Of a connection or a session, but named in either case.
        at += 4 + sized(at)?.len();
    }
    Some(Frame { kind, event, payload: sized(at)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_read_as_it_was_written() {
        let frame = Bytes::from(request(100, "session", "{\"a\":1}"));
        let read_again = read(&frame).unwrap();
        assert_eq!((read_again.kind, read_again.event, read_again.payload.as_ref()), (1, 100, &b"{\"a\":1}"[..]));
        assert_eq!(frame[..8], [0x11, 0x14, 0x10, 0, 0, 0, 0, 100]);
        assert_eq!(read(&frame.slice(..frame.len() - 1)), None, "a cut frame is none");
        assert_eq!(request(1, "", "{}")[8..], [0, 0, 0, 2, b'{', b'}']);
    }
}
