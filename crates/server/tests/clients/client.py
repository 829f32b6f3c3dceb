"""Uses the door with OpenAI's own client for Python, as a program would that knows nothing of Zaowan.

client.py BASE_URL KEY LIMITED_KEY: the second key may ask once a minute. Prints one line a deed; fails on the first
that is not as it should be.
"""

import sys

import openai
from pydantic import BaseModel

base_url, key, limited_key = sys.argv[1:]
client = openai.OpenAI(base_url=base_url, api_key=key, max_retries=0)
TEXT = "The harbour of Meridian Bay reopened"
PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
WEATHER = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}


class Story(BaseModel):
    headline: str
    urgency: int


def said(content, **more):
    return {"messages": [{"role": "user", "content": content}], **more}


def chat():
    answer = client.chat.completions.create(model="openai/sim-ok", **said("Why?"))
    assert answer.choices[0].message.content.startswith(TEXT), answer
    assert answer.usage.total_tokens > 60, answer


def headers():
    raw = client.chat.completions.with_raw_response.create(model="reporter", **said("Why?"))
    assert raw.headers["x-zaowan-route"] == "deepseek/sim-ok", raw.headers
    assert raw.parse()._request_id.startswith("req_")


def stream():
    for hold in ["live", "held"]:
        stream = client.chat.completions.create(
            model="anthropic/sim-ok",
            stream=True,
            stream_options={"include_usage": True},
            extra_headers={"x-zaowan-stream": hold},
            **said("Why?"),
        )
        chunks = list(stream)
        text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
        assert text.startswith(TEXT) and text.endswith("next week."), text
        assert chunks[-1].usage.completion_tokens >= 60, chunks[-1]


def tools():
    tools = [{"type": "function", "function": {"name": "weather", "parameters": WEATHER}}]
    for model in ["openai/sim-ok", "gemini/sim-ok"]:
        answer = client.chat.completions.create(model=model, tools=tools, **said("Please use the tool."))
        (call,) = answer.choices[0].message.tool_calls
        assert call.function.name == "weather" and "city" in call.function.arguments, call
        messages = said("Please use the tool.")["messages"] + [
            answer.choices[0].message,
            {"role": "tool", "tool_call_id": call.id, "content": "sun"},
        ]
        assert client.chat.completions.create(model=model, messages=messages).choices[0].message.content


def vision():
    parts = [{"type": "text", "text": "What is this?"}, {"type": "image_url", "image_url": {"url": PIXEL}}]
    for model in ["openai/sim-ok", "anthropic/sim-ok"]:
        assert client.chat.completions.create(model=model, **said(parts)).choices[0].message.content


def schema():
    for model in ["openai/sim-ok", "deepseek/sim-ok", "anthropic/sim-ok", "minimax/sim-ok"]:
        answer = client.chat.completions.parse(model=model, response_format=Story, **said("A story, please."))
        assert isinstance(answer.choices[0].message.parsed, Story), answer


def embeddings():
    plain = client.embeddings.create(model="openai/sim-embed", input=["one", "two"], encoding_format="float")
    packed = client.embeddings.create(model="openai/sim-embed", input=["one", "two"])
    for one, other in zip(plain.data, packed.data):
        assert len(one.embedding) == len(other.embedding) == 256
        assert all(abs(a - b) < 1e-6 for a, b in zip(one.embedding, other.embedding))


def models():
    known = [model.id for model in client.models.list()]
    assert "reporter" in known and "openai/sim-ok" in known, known
    assert client.models.retrieve("reporter").owned_by == "zaowan"


def responses():
    answer = client.responses.create(model="openai/sim-ok", instructions="Explain.", input="Why?")
    assert answer.output_text.startswith(TEXT) and answer.status == "completed", answer
    assert answer.usage.output_tokens >= 60, answer
    tools = [{"type": "function", "name": "weather", "parameters": WEATHER, "strict": False}]
    asked = [{"role": "user", "content": "Please use the tool."}]
    call = client.responses.create(model="anthropic/sim-ok", input=asked, tools=tools).output[-1]
    assert call.type == "function_call" and call.name == "weather", call
    output = {"type": "function_call_output", "call_id": call.call_id, "output": "sun"}
    assert client.responses.create(model="anthropic/sim-ok", input=[*asked, call, output], tools=tools).output_text
    parsed = client.responses.parse(model="deepseek/sim-ok", input="A story, please.", text_format=Story)
    assert isinstance(parsed.output_parsed, Story), parsed


def responses_stream():
    for hold in ["live", "held"]:
        with client.responses.stream(
            model="anthropic/sim-ok", input="Why?", extra_headers={"x-zaowan-stream": hold}
        ) as stream:
            text = "".join(event.delta for event in stream if event.type == "response.output_text.delta")
            final = stream.get_final_response()
        assert text.startswith(TEXT) and final.output_text == text, text
    tools = [{"type": "function", "name": "weather", "parameters": WEATHER, "strict": False}]
    with client.responses.stream(model="openai/sim-ok", input="Please use the tool.", tools=tools) as stream:
        final = stream.get_final_response()
    assert final.output[-1].name == "weather" and "city" in final.output[-1].arguments, final


def errors():
    def raised(deed):
        try:
            deed()
        except openai.OpenAIError as error:
            return error
        raise AssertionError("nothing was raised")

    ask = lambda client, model: client.chat.completions.create(model=model, **said("Why?"))
    stranger = client.with_options(api_key="zw-wrong")
    assert isinstance(raised(lambda: ask(stranger, "reporter")), openai.AuthenticationError)
    limited = client.with_options(api_key=limited_key)
    ask(limited, "reporter")
    error = raised(lambda: ask(limited, "reporter"))
    assert isinstance(error, openai.RateLimitError) and error.code == "rate_limit_exceeded", error
    error = raised(lambda: ask(client, "openai/sim-s12"))
    assert isinstance(error, openai.BadRequestError) and error.code == "context_length_exceeded", error
    assert isinstance(raised(lambda: ask(client, "nobody/x")), openai.NotFoundError)
    error = raised(lambda: ask(client, "openai/sim-f12"))
    assert isinstance(error, openai.InternalServerError) and "broken" in error.message, error
    broken = lambda: list(
        client.chat.completions.create(
            model="spare/sim-s08b", stream=True, extra_headers={"x-zaowan-stream": "live"}, **said("Why?")
        )
    )
    error = raised(broken)
    assert isinstance(error, openai.APIError) and "cut off" in error.message, error


for deed in [chat, headers, stream, tools, vision, schema, embeddings, models, responses, responses_stream, errors]:
    deed()
    print("python", openai.__version__, deed.__name__)
