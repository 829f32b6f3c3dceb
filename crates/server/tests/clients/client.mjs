// Uses the door with OpenAI's own client for JavaScript, as a program would that knows nothing of Zaowan.
//
// client.mjs BASE_URL KEY LIMITED_KEY, in a folder where the client is installed (ZAOWAN_CLIENT): the second key may ask
// once a minute. Prints one line a deed; fails on the first that is not as it should be.

import assert from "node:assert/strict";
import { createRequire } from "node:module";

const require = createRequire(`${process.env.ZAOWAN_CLIENT}/package.json`);
const { OpenAI } = require("openai");
const { zodResponseFormat, zodTextFormat } = require("openai/helpers/zod");
const { VERSION } = require("openai/version");
const { z } = require("zod");

const [baseURL, apiKey, limitedKey] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const TEXT = "The harbour of Meridian Bay reopened";
const PIXEL =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const WEATHER = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const Story = z.object({ headline: z.string(), urgency: z.number().int() });
const said = (content) => [{ role: "user", content }];

const deeds = {
  async chat() {
    const answer = await client.chat.completions.create({ model: "openai/sim-ok", messages: said("Why?") });
    assert(answer.choices[0].message.content.startsWith(TEXT));
    assert(answer.usage.total_tokens > 60);
  },

  async headers() {
    const asked = client.chat.completions.create({ model: "reporter", messages: said("Why?") });
    const { response, request_id } = await asked.withResponse();
    assert.equal(response.headers.get("x-zaowan-route"), "deepseek/sim-ok");
    assert(request_id.startsWith("req_"));
  },

  async stream() {
    for (const hold of ["live", "held"]) {
      const body = {
        model: "anthropic/sim-ok",
        messages: said("Why?"),
        stream: true,
        stream_options: { include_usage: true },
      };
      let text = "";
      let usage;
      for await (const chunk of await client.chat.completions.create(body, { headers: { "x-zaowan-stream": hold } })) {
        text += chunk.choices[0]?.delta.content ?? "";
        usage = chunk.usage ?? usage;
      }
      assert(text.startsWith(TEXT) && text.endsWith("next week."), text);
      assert(usage.completion_tokens >= 60);
    }
  },

  async tools() {
    const tools = [{ type: "function", function: { name: "weather", parameters: WEATHER } }];
    for (const model of ["openai/sim-ok", "gemini/sim-ok"]) {
      const messages = said("Please use the tool.");
      const { message } = (await client.chat.completions.create({ model, messages, tools })).choices[0];
      const [call] = message.tool_calls;
      assert.equal(call.function.name, "weather");
      assert("city" in JSON.parse(call.function.arguments));
      messages.push(message, { role: "tool", tool_call_id: call.id, content: "sun" });
      assert((await client.chat.completions.create({ model, messages })).choices[0].message.content);
    }
  },

  async vision() {
    const parts = [
      { type: "text", text: "What is this?" },
      { type: "image_url", image_url: { url: PIXEL } },
    ];
    for (const model of ["openai/sim-ok", "anthropic/sim-ok"]) {
      assert((await client.chat.completions.create({ model, messages: said(parts) })).choices[0].message.content);
    }
  },

  async schema() {
    const response_format = zodResponseFormat(Story, "story");
    for (const model of ["openai/sim-ok", "deepseek/sim-ok", "anthropic/sim-ok", "minimax/sim-ok"]) {
      const body = { model, messages: said("A story, please."), response_format };
      const { parsed } = (await client.chat.completions.parse(body)).choices[0].message;
      assert.equal(typeof parsed.headline, "string");
    }
  },

  async embeddings() {
    const body = { model: "openai/sim-embed", input: ["one", "two"] };
    const plain = await client.embeddings.create({ ...body, encoding_format: "float" });
    const packed = await client.embeddings.create(body);
    plain.data.forEach(({ embedding }, row) => {
      assert.equal(embedding.length, 256);
      embedding.forEach((value, at) => assert(Math.abs(value - packed.data[row].embedding[at]) < 1e-6));
    });
  },

  async models() {
    const known = [];
    for await (const model of client.models.list()) known.push(model.id);
    assert(known.includes("reporter") && known.includes("openai/sim-ok"));
    assert.equal((await client.models.retrieve("reporter")).owned_by, "zaowan");
  },

  async responses() {
    const answer = await client.responses.create({ model: "openai/sim-ok", instructions: "Explain.", input: "Why?" });
    assert(answer.output_text.startsWith(TEXT) && answer.status === "completed");
    assert(answer.usage.output_tokens >= 60);
    const tools = [{ type: "function", name: "weather", parameters: WEATHER, strict: false }];
    const input = said("Please use the tool.");
    const call = (await client.responses.create({ model: "anthropic/sim-ok", input, tools })).output.at(-1);
    assert.equal(call.name, "weather");
    input.push(call, { type: "function_call_output", call_id: call.call_id, output: "sun" });
    assert((await client.responses.create({ model: "anthropic/sim-ok", input, tools })).output_text);
    const text = { format: zodTextFormat(Story, "story") };
    const parsed = await client.responses.parse({ model: "deepseek/sim-ok", input: "A story, please.", text });
    assert.equal(typeof parsed.output_parsed.headline, "string");
  },

  async responses_stream() {
    for (const hold of ["live", "held"]) {
      const body = { model: "anthropic/sim-ok", input: "Why?" };
      const stream = client.responses.stream(body, { headers: { "x-zaowan-stream": hold } });
      let text = "";
      for await (const event of stream) if (event.type === "response.output_text.delta") text += event.delta;
      assert(text.startsWith(TEXT), text);
      assert.equal((await stream.finalResponse()).output_text, text);
    }
    const tools = [{ type: "function", name: "weather", parameters: WEATHER, strict: false }];
    const called = client.responses.stream({ model: "openai/sim-ok", input: "Please use the tool.", tools });
    assert("city" in JSON.parse((await called.finalResponse()).output.at(-1).arguments));
  },

  async errors() {
    const ask = (client, model) => client.chat.completions.create({ model, messages: said("Why?") });
    const stranger = client.withOptions({ apiKey: "zw-wrong" });
    await assert.rejects(ask(stranger, "reporter"), OpenAI.AuthenticationError);
    const limited = client.withOptions({ apiKey: limitedKey });
    await ask(limited, "reporter");
    await assert.rejects(ask(limited, "reporter"), (error) => {
      return error instanceof OpenAI.RateLimitError && error.code === "rate_limit_exceeded";
    });
    await assert.rejects(ask(client, "openai/sim-s12"), (error) => {
      return error instanceof OpenAI.BadRequestError && error.code === "context_length_exceeded";
    });
    await assert.rejects(ask(client, "nobody/x"), OpenAI.NotFoundError);
    await assert.rejects(ask(client, "openai/sim-f12"), (error) => {
      return error instanceof OpenAI.InternalServerError && error.message.includes("broken");
    });
    const broken = async () => {
      const body = { model: "spare/sim-s08b", messages: said("Why?"), stream: true };
      for await (const _ of await client.chat.completions.create(body, { headers: { "x-zaowan-stream": "live" } }));
    };
    await assert.rejects(broken(), (error) => error instanceof OpenAI.APIError && error.message.includes("cut off"));
  },
};

for (const [name, deed] of Object.entries(deeds)) {
  await deed();
  console.log("javascript", VERSION, name);
}
