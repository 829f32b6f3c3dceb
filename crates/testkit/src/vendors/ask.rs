//! A request of any dialect as the simulator understands it.

use super::http::Request;
use super::route::{Route, Wire};
use super::schema;
use serde_json::Value;

/// In what form the answer is wanted.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    Prose,
    /// Any JSON object.
    Object,
    /// JSON of this schema, asked for in the vendor's own way.
    Schema(Value),
    /// JSON of this schema, asked for in words.
    Written(Value),
}

/// A tool that may be called.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tool {
    pub name: String,
    pub schema: Value,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ask {
    pub model: String,
    pub system: String,
    /// All that the user said, oldest first.
    pub user: Vec<String>,
    pub stream: bool,
    pub shape: Shape,
    /// The vendor's own switch for JSON is on, whatever the prompt says besides.
    pub uses_format_switch: bool,
    pub tools: Vec<Tool>,
    /// A tool must be called: this one, or the first.
    pub forced_tool: Option<Tool>,
    pub includes_usage: bool,
    pub max_tokens: Option<u64>,
    /// The last message is the assistant's.
    pub has_prefill: bool,
    /// Whether all of the assistant's messages give back their `reasoning_content`; `None` if there are none.
    pub returns_thoughts: Option<bool>,
    /// Text and nothing else but text, of all messages together, in characters.
    pub n_chars: usize,
    pub n_images: usize,
    pub body: Value,
}

impl Ask {
    /// Reads the request of an endpoint that answers.
    pub fn of(request: &Request, route: &Route, wire: Wire) -> Self {
        let body: Value = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
        let model = route.model.clone().unwrap_or_else(|| text_at(&body, "/model").to_owned());
        let mut told = Told::default();
        told.read(&body, wire);
        let tools = tools(&body, wire);
        let forced_tool = forced(&body, wire, &tools);
        let stream = route.streams || is_stream(&body, wire);
        let asked = shape(&body, wire);
        let uses_format_switch = asked != Shape::Prose;
        let shape = match asked {
            Shape::Prose => schema::written_in(&told.system, &told.user).map_or(Shape::Prose, Shape::Written),
            Shape::Object => schema::written_in(&told.system, &told.user).map_or(Shape::Object, Shape::Written),
            other => other,
        };
        Self {
            model,
            n_chars: told.system.chars().count() + told.n_chars,
            system: told.system,
            user: told.user,
            stream,
            shape,
            uses_format_switch,
            tools,
            forced_tool,
            includes_usage: body.pointer("/stream_options/include_usage") == Some(&Value::Bool(true)),
            max_tokens: max_tokens(&body),
            has_prefill: told.ends_with_assistant,
            returns_thoughts: told.returns_thoughts,
            n_images: told.n_images,
            body,
        }
    }

    pub fn last_user(&self) -> &str {
        self.user.last().map_or("", String::as_str)
    }

    /// Whether the vendor's own switch asks for thoughts.
    pub fn thinks(&self) -> Option<bool> {
        let switch = |path: &str, on: &str| self.body.pointer(path).and_then(Value::as_str).map(|word| word == on);
        switch("/thinking/type", "enabled")
            .or_else(|| self.body.get("enable_thinking").and_then(Value::as_bool))
            .or_else(|| self.body.get("think").and_then(Value::as_bool))
    }
}

/// The text at a pointer; empty if there is none.
pub(super) fn text_at<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or("")
}

#[derive(Default)]
struct Told {
    system: String,
    user: Vec<String>,
    n_chars: usize,
    n_images: usize,
    ends_with_assistant: bool,
    returns_thoughts: Option<bool>,
}

impl Told {
    fn read(&mut self, body: &Value, wire: Wire) {
        let (top, list) = match wire {
            Wire::Chat | Wire::Ollama => ("", "/messages"),
            Wire::Responses => ("/instructions", "/input"),
            Wire::Messages => ("/system", "/messages"),
            Wire::Gemini => ("/systemInstruction", "/contents"),
        };
        if let Some(system) = body.pointer(top).filter(|_| !top.is_empty()).or_else(|| body.get("system_instruction")) {
            self.system = self.text_of(system);
        }
        match body.pointer(list) {
            Some(Value::Array(messages)) => messages.iter().for_each(|message| self.message(message)),
            Some(Value::String(text)) => self.say(text.clone()),
            _ => {}
        }
    }

    fn message(&mut self, message: &Value) {
        let text = self.text_of(message.get("content").or_else(|| message.get("parts")).unwrap_or(&Value::Null));
        self.n_images += message.get("images").and_then(Value::as_array).map_or(0, Vec::len);
        let role = text_at(message, "/role");
        self.ends_with_assistant = matches!(role, "assistant" | "model");
        if self.ends_with_assistant {
            let returns = !text_at(message, "/reasoning_content").is_empty();
            self.returns_thoughts = Some(returns && self.returns_thoughts != Some(false));
        }
        match role {
            "system" | "developer" => {
                if !self.system.is_empty() {
                    self.system.push('\n');
                }
                self.system.push_str(&text);
            }
            "assistant" | "model" | "tool" => self.n_chars += text.chars().count(),
            _ => self.say(text),
        }
    }

    fn say(&mut self, text: String) {
        self.n_chars += text.chars().count();
        self.user.push(text);
    }

    /// The text of a content, whether it is a string, a list of parts, or an object with parts.
    fn text_of(&mut self, content: &Value) -> String {
        match content {
            Value::String(text) => text.clone(),
            Value::Array(parts) => {
                let texts: Vec<String> = parts.iter().map(|part| self.part(part)).filter(|t| !t.is_empty()).collect();
                texts.join("\n")
            }
            Value::Object(_) => match content.get("parts") {
                Some(parts) => self.text_of(parts),
                None => self.part(content),
            },
            _ => String::new(),
        }
    }

    fn part(&mut self, part: &Value) -> String {
        let is_image = matches!(text_at(part, "/type"), "image_url" | "image" | "input_image")
            || ["inlineData", "inline_data", "fileData"].iter().any(|key| part.get(key).is_some());
        self.n_images += usize::from(is_image);
        text_at(part, "/text").to_owned()
    }
}

fn is_stream(body: &Value, wire: Wire) -> bool {
    // Ollama streams unless told not to; the others the other way round.
    body.get("stream").and_then(Value::as_bool).unwrap_or(wire == Wire::Ollama)
}

fn shape(body: &Value, wire: Wire) -> Shape {
    let schema_at = |pointer: &str| body.pointer(pointer).cloned().map(Shape::Schema);
    let kind_at = |pointer: &str| text_at(body, pointer);
    let found = match wire {
        Wire::Chat => match kind_at("/response_format/type") {
            "json_schema" => schema_at("/response_format/json_schema/schema"),
            "json_object" => Some(Shape::Object),
            _ => None,
        },
        Wire::Responses => match kind_at("/text/format/type") {
            "json_schema" => schema_at("/text/format/schema"),
            "json_object" => Some(Shape::Object),
            _ => None,
        },
        Wire::Messages => schema_at("/output_config/format/schema").or_else(|| schema_at("/output_format/schema")),
        Wire::Gemini => gemini_shape(body),
        Wire::Ollama => match body.get("format") {
            Some(Value::String(_)) => Some(Shape::Object),
            Some(schema @ Value::Object(_)) => Some(Shape::Schema(schema.clone())),
            _ => None,
        },
    };
    found.unwrap_or(Shape::Prose)
}

fn gemini_shape(body: &Value) -> Option<Shape> {
    let config = body.get("generationConfig").or_else(|| body.get("generation_config"))?;
    let schema = ["responseJsonSchema", "responseSchema", "response_json_schema", "response_schema"];
    if let Some(schema) = schema.iter().find_map(|key| config.get(key)) {
        return Some(Shape::Schema(schema.clone()));
    }
    let mime = config.get("responseMimeType").or_else(|| config.get("response_mime_type"));
    (mime.and_then(Value::as_str) == Some("application/json")).then_some(Shape::Object)
}

fn tools(body: &Value, wire: Wire) -> Vec<Tool> {
    let list = body.get("tools").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let (name, schemas): (&str, &[&str]) = match wire {
        Wire::Chat | Wire::Ollama => ("/function/name", &["/function/parameters"]),
        Wire::Responses => ("/name", &["/parameters"]),
        Wire::Messages => ("/name", &["/input_schema"]),
        Wire::Gemini => ("/name", &["/parametersJsonSchema", "/parameters"]),
    };
    let declared: Vec<&Value> = match wire {
        Wire::Gemini => list
            .iter()
            .filter_map(|tool| tool.get("functionDeclarations").or_else(|| tool.get("function_declarations")))
            .filter_map(Value::as_array)
            .flatten()
            .collect(),
        _ => list.iter().collect(),
    };
    let schema = |tool: &Value| schemas.iter().find_map(|at| tool.pointer(at)).cloned().unwrap_or(Value::Null);
    declared
        .into_iter()
        .filter(|tool| !text_at(tool, name).is_empty())
        .map(|tool| Tool { name: text_at(tool, name).to_owned(), schema: schema(tool) })
        .collect()
}

fn forced(body: &Value, wire: Wire, tools: &[Tool]) -> Option<Tool> {
    let choice = body.get("tool_choice").unwrap_or(&Value::Null);
    let named = match wire {
        Wire::Chat => text_at(choice, "/function/name"),
        Wire::Gemini => text_at(body, "/toolConfig/functionCallingConfig/allowedFunctionNames/0"),
        _ => text_at(choice, "/name"),
    };
    let must = match wire {
        Wire::Gemini => text_at(body, "/toolConfig/functionCallingConfig/mode") == "ANY",
        Wire::Messages => matches!(text_at(choice, "/type"), "any" | "tool"),
        _ => choice.as_str() == Some("required") || !named.is_empty(),
    };
    let first = tools.iter().find(|tool| tool.name == named).or_else(|| tools.first());
    first.filter(|_| must).cloned()
}

fn max_tokens(body: &Value) -> Option<u64> {
    const NAMES: [&str; 5] = [
        "/max_completion_tokens",
        "/max_tokens",
        "/max_output_tokens",
        "/generationConfig/maxOutputTokens",
        "/options/num_predict",
    ];
    NAMES.iter().find_map(|name| body.pointer(name)).and_then(Value::as_u64)
}
