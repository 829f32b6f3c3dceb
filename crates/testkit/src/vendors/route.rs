//! Which vendor a path belongs to, in which dialect, and what is asked of it.

/// The shape of a vendor's requests and answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Wire {
    /// OpenAI's chat completions, which most vendors speak with an accent.
    Chat,
    /// OpenAI's responses.
    Responses,
    /// Anthropic's messages.
    Messages,
    /// Gemini's generateContent.
    Gemini,
    /// Ollama's own chat, lines of JSON.
    Ollama,
}

/// What a path asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Endpoint {
    Answer(Wire),
    Embeddings,
    Models,
    Unknown,
}

/// A path taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Route {
    pub vendor: String,
    pub endpoint: Endpoint,
    /// Gemini writes the model and whether it streams into the path.
    pub model: Option<String>,
    pub streams: bool,
}

/// The part of a vendor's base address after its name.
pub(super) fn base(vendor: &str) -> &'static str {
    match vendor {
        "deepseek" | "ollama" => "",
        "dashscope" => "/compatible-mode/v1",
        "zhipu" => "/api/paas/v4",
        "ark" => "/api/v3",
        "openrouter" => "/api/v1",
        "gemini" => "/v1beta",
        _ => "/v1",
    }
}

/// Other bases that the vendors' documents name too.
fn other_bases(vendor: &str) -> &'static [&'static str] {
    match vendor {
        "deepseek" => &["/v1", "/beta"],
        "zhipu" => &["/api/coding/paas/v4"],
        "gemini" => &["/v1beta/openai"],
        "ollama" => &["/v1"],
        _ => &[],
    }
}

/// Takes a path apart.
pub(super) fn of(path: &str) -> Route {
    let trimmed = path.strip_prefix('/').unwrap_or(path);
    let (vendor, rest) = trimmed.split_at(trimmed.find('/').unwrap_or(trimmed.len()));
    let route = |endpoint| Route { vendor: vendor.to_owned(), endpoint, model: None, streams: false };
    match vendor {
        "gemini" if !rest.starts_with("/v1beta/openai/") => gemini(rest).unwrap_or_else(|| route(Endpoint::Unknown)),
        "ollama" if rest.starts_with("/api/") => route(ollama(rest)),
        // Most Chinese vendors speak Anthropic's dialect too, under a base of its own.
        _ if rest.ends_with("/anthropic/v1/messages") => route(Endpoint::Answer(Wire::Messages)),
        _ => route(common(vendor, rest)),
    }
}

fn common(vendor: &str, rest: &str) -> Endpoint {
    let bases = std::iter::once(base(vendor)).chain(other_bases(vendor).iter().copied());
    let found = bases.filter_map(|base| rest.strip_prefix(base)).map(|tail| match (vendor, tail) {
        ("anthropic", "/messages") => Endpoint::Answer(Wire::Messages),
        ("anthropic", "/chat/completions" | "/embeddings") => Endpoint::Unknown,
        ("openai" | "xai" | "openrouter" | "ark" | "minimax", "/responses") => Endpoint::Answer(Wire::Responses),
        ("minimax", "/text/chatcompletion_v2") | (_, "/chat/completions") => Endpoint::Answer(Wire::Chat),
        (_, "/embeddings") => Endpoint::Embeddings,
        (_, "/models") => Endpoint::Models,
        _ => Endpoint::Unknown,
    });
    found.into_iter().find(|endpoint| *endpoint != Endpoint::Unknown).unwrap_or(Endpoint::Unknown)
}

fn ollama(rest: &str) -> Endpoint {
    match rest {
        "/api/chat" => Endpoint::Answer(Wire::Ollama),
        "/api/embed" => Endpoint::Embeddings,
        "/api/tags" => Endpoint::Models,
        _ => Endpoint::Unknown,
    }
}

fn gemini(rest: &str) -> Option<Route> {
    let tail = rest.strip_prefix("/v1beta/models")?;
    let route = |endpoint, model: Option<&str>, streams| Route {
        vendor: "gemini".into(),
        endpoint,
        model: model.map(decoded),
        streams,
    };
    if tail.is_empty() {
        return Some(route(Endpoint::Models, None, false));
    }
    let (model, deed) = tail.strip_prefix('/')?.rsplit_once(':')?;
    match deed {
        "generateContent" => Some(route(Endpoint::Answer(Wire::Gemini), Some(model), false)),
        "streamGenerateContent" => Some(route(Endpoint::Answer(Wire::Gemini), Some(model), true)),
        "embedContent" | "batchEmbedContents" => Some(route(Endpoint::Embeddings, Some(model), false)),
        _ => None,
    }
}

/// A model's name may hold a slash or a colon, which clients percent-encode in paths.
fn decoded(text: &str) -> String {
    text.replace("%2F", "/").replace("%2f", "/").replace("%3A", ":").replace("%3a", ":")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_vendor_has_its_own_paths() {
        for (path, vendor, endpoint) in [
            ("/deepseek/chat/completions", "deepseek", Endpoint::Answer(Wire::Chat)),
            ("/deepseek/v1/chat/completions", "deepseek", Endpoint::Answer(Wire::Chat)),
            ("/dashscope/compatible-mode/v1/chat/completions", "dashscope", Endpoint::Answer(Wire::Chat)),
            ("/dashscope/v1/chat/completions", "dashscope", Endpoint::Unknown),
            ("/openai/v1/responses", "openai", Endpoint::Answer(Wire::Responses)),
            ("/somebody/v1/embeddings", "somebody", Endpoint::Embeddings),
            ("/anthropic/v1/messages", "anthropic", Endpoint::Answer(Wire::Messages)),
            ("/minimax/anthropic/v1/messages", "minimax", Endpoint::Answer(Wire::Messages)),
            ("/ollama/api/chat", "ollama", Endpoint::Answer(Wire::Ollama)),
            ("/ollama/v1/chat/completions", "ollama", Endpoint::Answer(Wire::Chat)),
            ("/gemini/v1beta/models", "gemini", Endpoint::Models),
            ("/gemini/v1beta/models/x:countTokens", "gemini", Endpoint::Unknown),
            ("/", "", Endpoint::Unknown),
        ] {
            let route = of(path);
            assert_eq!((route.vendor.as_str(), route.endpoint), (vendor, endpoint), "{path}");
        }
    }

    #[test]
    fn gemini_names_its_model_in_the_path() {
        let route = of("/gemini/v1beta/models/a%2Fsim-ok:streamGenerateContent");
        assert_eq!((route.model.as_deref(), route.streams), (Some("a/sim-ok"), true));
    }
}
