//! A mastered programme as files: MP3 always, Opus and AAC where they are asked for; each is decoded again and measured.

mod heard;
mod mp3;

pub(crate) use mp3::{Delivered, deliver};
