//! Puts prompts together so that text from outside stays data.
//!
//! A prompt is a stable part (the role's task, the same for every call, so that a vendor's cache can keep it)
//! and labelled blocks of quoted material. Never calls a model. Start with [`Prompt`]; see `fence` for why
//! a block cannot be closed from inside and `neutral` for what is taken out of it.

mod fence;
mod neutral;
mod prompt;

pub use neutral::neutral;
pub use prompt::{Prompt, Rendered};
