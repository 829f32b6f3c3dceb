//! A Response told event by event, out of the chunks of a chat's stream.

use super::chunk::{Choice, Chunk};
use super::given::{Frame, Status, function_call, message, reasoning, text_part};
use crate::fault::Fault;
use bytes::Bytes;
use gateway::Usage;
use serde_json::{Value, json};

/// A Response while it is told.
pub(super) struct Tale {
    frame: Frame,
    n_events: u64,
    has_begun: bool,
    items: Vec<Item>,
    finish: String,
    usage: Option<Usage>,
    told: String,
}

/// An output item while it is told.
struct Item {
    id: String,
    kind: Kind,
    /// Its text, thoughts or arguments so far.
    text: String,
    is_done: bool,
}

enum Kind {
    Reasoning,
    Message,
    /// Which of the chat's calls it is, its own name and the function's.
    Call {
        nth: usize,
        call_id: String,
        name: String,
    },
}

impl Tale {
    pub(super) fn new(frame: Frame) -> Self {
        Self {
            frame,
            n_events: 0,
            has_begun: false,
            items: Vec::new(),
            finish: String::new(),
            usage: None,
            told: String::new(),
        }
    }

    /// The first events, once.
    pub(super) fn begins(&mut self) -> Bytes {
        self.begin();
        self.take()
    }

    /// The events of a chunk.
    pub(super) fn goes_on(&mut self, chunk: &[u8]) -> Bytes {
        self.begin();
        // The gateway has read it before; a chunk of another shape has nothing to tell.
        if let Ok(chunk) = serde_json::from_slice::<Chunk>(chunk) {
            self.usage = chunk.usage().or(self.usage);
            for choice in chunk.choices.into_iter().flatten().filter(|choice| choice.index == 0) {
                self.tell(choice);
            }
        }
        self.take()
    }

    /// The events of the end.
    pub(super) fn ends(&mut self) -> Bytes {
        self.begin();
        self.close_all();
        let status = Status::of_finish(&self.finish);
        let response = self.frame.response(status, self.output(), self.usage.as_ref(), Value::Null);
        let name = if status == Status::Incomplete { "response.incomplete" } else { "response.completed" };
        self.event(name, json!({"response": response}));
        self.take()
    }

    /// The event of a stream that is no answer.
    pub(super) fn fails(&mut self, fault: &Fault) -> Bytes {
        self.begin();
        let response =
            self.frame.response(Status::Failed, self.output(), self.usage.as_ref(), fault.to_response_error());
        self.event("response.failed", json!({"response": response}));
        self.take()
    }

    fn begin(&mut self) {
        if !self.has_begun {
            self.has_begun = true;
            let response = self.frame.response(Status::InProgress, Vec::new(), None, Value::Null);
            self.event("response.created", json!({"response": response.clone()}));
            self.event("response.in_progress", json!({"response": response}));
        }
    }

    fn tell(&mut self, choice: Choice) {
        let delta = choice.delta.unwrap_or_default();
        if let Some(text) = delta.thoughts() {
            let index = self.open(|kind| matches!(kind, Kind::Reasoning), || Kind::Reasoning);
            self.add(index, "response.reasoning_text.delta", &text, true);
        }
        if let Some(text) = delta.text() {
            let index = self.open(|kind| matches!(kind, Kind::Message), || Kind::Message);
            self.add(index, "response.output_text.delta", &text, true);
        }
        for (place, call) in delta.tool_calls.into_iter().flatten().enumerate() {
            let (nth, function) = (call.index.unwrap_or(place), call.function.unwrap_or_default());
            let is_it = |kind: &Kind| matches!(kind, Kind::Call { nth: known, .. } if *known == nth);
            let new = || Kind::Call {
                nth,
                call_id: call.id.clone().unwrap_or_default(),
                name: function.name.clone().unwrap_or_default(),
            };
            let index = self.open(is_it, new);
            if let Some(arguments) = function.arguments() {
                self.add(index, "response.function_call_arguments.delta", &arguments, false);
            }
        }
        if let Some(finish) = choice.finish_reason {
            self.finish = finish;
        }
    }

    /// The open item of a kind, or a new one; what was open before it is done, but for calls, which may interleave.
    fn open(&mut self, is_it: impl Fn(&Kind) -> bool, new: impl FnOnce() -> Kind) -> usize {
        if let Some(index) = self.items.iter().position(|item| !item.is_done && is_it(&item.kind)) {
            return index;
        }
        for index in 0..self.items.len() {
            if self.items.get(index).is_some_and(|item| !matches!(item.kind, Kind::Call { .. })) {
                self.close(index);
            }
        }
        let (index, kind) = (self.items.len(), new());
        let prefix = match kind {
            Kind::Reasoning => "rs",
            Kind::Message => "msg",
            Kind::Call { .. } => "fc",
        };
        let item = Item { id: self.frame.item_id(prefix, index), kind, text: String::new(), is_done: false };
        self.event("response.output_item.added", json!({"output_index": index, "item": item.begun()}));
        if let Some(part) = item.part() {
            let place = json!({"item_id": item.id, "output_index": index, "content_index": 0, "part": part});
            self.event("response.content_part.added", place);
        }
        self.items.push(item);
        index
    }

    fn add(&mut self, index: usize, name: &'static str, text: &str, is_content: bool) {
        let Some(item) = self.items.get_mut(index) else { return };
        item.text.push_str(text);
        let mut place = json!({"item_id": item.id, "output_index": index, "delta": text});
        if let (true, Some(place)) = (is_content, place.as_object_mut()) {
            place.insert("content_index".into(), 0.into());
            if matches!(item.kind, Kind::Message) {
                place.insert("logprobs".into(), json!([]));
            }
        }
        self.event(name, place);
    }

    fn close_all(&mut self) {
        for index in 0..self.items.len() {
            self.close(index);
        }
    }

    fn close(&mut self, index: usize) {
        let status = Status::of_finish(&self.finish);
        let Some(item) = self.items.get_mut(index).filter(|item| !item.is_done) else { return };
        item.is_done = true;
        let (id, text, part, whole) = (item.id.clone(), item.text.clone(), item.part(), item.whole(status));
        let place =
            |field: &str, value: Value| json!({"item_id": id, "output_index": index, "content_index": 0, field: value});
        let (name, mut done) = match &item.kind {
            Kind::Reasoning => ("response.reasoning_text.done", place("text", text.into())),
            Kind::Message => ("response.output_text.done", place("text", text.into())),
            Kind::Call { name, .. } => (
                "response.function_call_arguments.done",
                json!({"item_id": id, "output_index": index, "name": name, "arguments": text}),
            ),
        };
        if let (Kind::Message, Some(done)) = (&item.kind, done.as_object_mut()) {
            done.insert("logprobs".into(), json!([]));
        }
        let part = part.map(|part| place("part", part));
        self.event(name, done);
        if let Some(part) = part {
            self.event("response.content_part.done", part);
        }
        self.event("response.output_item.done", json!({"output_index": index, "item": whole}));
    }

    fn output(&self) -> Vec<Value> {
        let status = Status::of_finish(&self.finish);
        self.items.iter().map(|item| item.whole(status)).collect()
    }

    fn event(&mut self, name: &'static str, mut data: Value) {
        if let Some(data) = data.as_object_mut() {
            data.insert("type".into(), name.into());
            data.insert("sequence_number".into(), self.n_events.into());
        }
        self.n_events += 1;
        self.told.push_str("event: ");
        self.told.push_str(name);
        self.told.push_str("\ndata: ");
        self.told.push_str(&data.to_string());
        self.told.push_str("\n\n");
    }

    fn take(&mut self) -> Bytes {
        std::mem::take(&mut self.told).into()
    }
}

impl Item {
    /// The item as it is announced.
    fn begun(&self) -> Value {
        match &self.kind {
            Kind::Reasoning => json!({"id": self.id, "type": "reasoning", "summary": [], "content": []}),
            Kind::Message => {
                let status = Status::InProgress.key();
                json!({"id": self.id, "type": "message", "status": status, "role": "assistant", "content": []})
            }
            Kind::Call { call_id, name, .. } => function_call(&self.id, Status::InProgress, call_id, name, ""),
        }
    }

    /// Its only part, if it has parts.
    fn part(&self) -> Option<Value> {
        match &self.kind {
            Kind::Reasoning => Some(json!({"type": "reasoning_text", "text": self.text})),
            Kind::Message => Some(text_part(&self.text)),
            Kind::Call { .. } => None,
        }
    }

    fn whole(&self, status: Status) -> Value {
        match &self.kind {
            Kind::Reasoning => reasoning(&self.id, &self.text),
            Kind::Message => message(&self.id, status, &self.text),
            Kind::Call { call_id, name, .. } => function_call(&self.id, Status::Completed, call_id, name, &self.text),
        }
    }
}
