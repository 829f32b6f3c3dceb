//! Makes the request of an attempt: the form of the schema, the cap, and what was mended after a refusal.

use crate::ask::Ask;
use crate::dialect::{self, Outgoing, Speech};
use crate::inner::Inner;
use crate::structured::Shape;
use crate::table::{Form, Mend};
use crate::vendor::Vendor;
use serde_json::{Map, Value, json};

/// A vendor that has no ceiling in the table is not asked for longer answers than this.
const CEILING: u64 = 32_768;
/// What a call that names no cap may write; without one some vendors stop short and call it finished.
const DEFAULT_CAP: u64 = 4_096;

/// How a route is asked this time.
#[derive(Debug, Clone)]
pub(crate) struct Way {
    /// Which of the vendor's forms.
    pub form: usize,
    pub quiet: bool,
    pub with_thoughts: bool,
    pub new_cap: bool,
    pub without_sampling: bool,
    /// The most tokens of the answer.
    pub cap: Option<u64>,
    /// What was wrong with the answer before: it and the reason.
    pub correction: Option<(String, String)>,
    mended: Vec<Mend>,
}

impl Way {
    /// The first way of asking a route.
    pub(crate) fn first(inner: &Inner, ask: &Ask, vendor: &Vendor, route: &crate::Route) -> Self {
        let form = inner.state().forms.get(route).copied().unwrap_or(0);
        let most = vendor.quirks.ceiling.unwrap_or(CEILING);
        // What a client caps is its own; roles always have a cap, so that nothing is unlimited by default.
        let cap = match ask.written_cap() {
            Some(cap) => Some(cap.min(vendor.quirks.ceiling.unwrap_or(u64::MAX))),
            None if ask.purpose.client.is_empty() => Some(DEFAULT_CAP.min(most)),
            None => None,
        };
        Self {
            form,
            quiet: ask.quiet,
            with_thoughts: false,
            new_cap: false,
            without_sampling: false,
            cap,
            correction: None,
            mended: Vec::new(),
        }
    }

    /// Changes what the vendor called wrong. False if it was changed before or cannot be.
    pub(crate) fn mend(&mut self, mend: Mend, ask: &Ask, vendor: &Vendor) -> bool {
        let is_new = mend == Mend::Form || !self.mended.contains(&mend);
        self.mended.push(mend);
        if !is_new {
            return false;
        }
        match mend {
            Mend::Form => {
                self.form += 1;
                ask.schema.is_some() && self.form < vendor.quirks.forms.len()
            }
            Mend::Quiet => {
                let was = std::mem::replace(&mut self.quiet, true);
                !was
            }
            Mend::Reasoning => {
                self.with_thoughts = true;
                true
            }
            Mend::Sampling => {
                self.without_sampling = true;
                true
            }
            Mend::Cap => {
                self.new_cap = true;
                self.cap.is_some()
            }
            Mend::Longer => {
                let most = vendor.quirks.ceiling.unwrap_or(CEILING);
                let longer = self.cap.map(|cap| (cap * 4).min(most));
                let can = longer > self.cap;
                self.cap = longer;
                can
            }
        }
    }

    /// The form in which the schema goes, if there is one; tools of the caller's own leave no room for ours.
    pub(crate) fn form_of(&self, ask: &Ask, vendor: &Vendor) -> Form {
        let form = vendor.quirks.forms.get(self.form).copied().unwrap_or(Form::Prompt);
        let has_tools = ask.body.get("tools").and_then(Value::as_array).is_some_and(|tools| !tools.is_empty());
        if form == Form::Tool && has_tools { Form::Prompt } else { form }
    }
}

/// The request as the vendor wants it.
pub(crate) fn speech_of(ask: &Ask, way: &Way, vendor: &Vendor, model: &str, is_stream: bool) -> Outgoing {
    let shape = ask.schema.as_ref().map(|schema| Shape {
        form: way.form_of(ask, vendor),
        name: &schema.name,
        schema: &schema.schema,
    });
    let corrected = way.correction.as_ref().map(|(answer, why)| corrected(&ask.body, answer, why));
    dialect::request(&Speech {
        vendor,
        model,
        body: corrected.as_ref().unwrap_or(&ask.body),
        shape: shape.as_ref(),
        is_stream,
        quiet: way.quiet,
        cap: way.cap,
        with_thoughts: way.with_thoughts,
        new_cap: way.new_cap,
        without_sampling: way.without_sampling,
    })
}

/// The chat with the answer that did not pass and the reason; it ends with a user's turn, as every vendor takes.
fn corrected(body: &Map<String, Value>, answer: &str, why: &str) -> Map<String, Value> {
    let mut body = body.clone();
    let said = format!("Your answer cannot be used: {why}\nGive the whole answer again, corrected, in the same form.");
    if let Some(messages) = body.get_mut("messages").and_then(Value::as_array_mut) {
        if !answer.trim().is_empty() {
            messages.push(json!({"role": "assistant", "content": answer}));
        }
        messages.push(json!({"role": "user", "content": said}));
    }
    body
}
