#!/usr/bin/env python3
"""Makes crates/gateway/data/prices.toml from two MIT price tables.

    python3 scripts/prices.py LITELLM.json GENAI-PRICES.json > crates/gateway/data/prices.toml

Where a model's price comes from, best first: FACTS below, genai-prices (it dates its changes), LiteLLM.
Invents nothing: a wanted model that no source prices is left out. Says on stderr what was left out,
what is retired, and where the sources differ.
"""

import json
import re
import sys

VERSION = "2026-11-22"
SOURCE = "genai-prices 0.2.1 (MIT), LiteLLM 1.108.0 (MIT), notes of 2026-11-22 (facts)"

# vendor -> (name in genai-prices, prefix in LiteLLM, models; a trailing * makes the row a prefix)
WANTED = {
    "anthropic": ("anthropic", "", """
        claude-fable-5* claude-fable-5-1* claude-haiku-4-5* claude-haiku-5-5* claude-mythos-5-1* claude-opus-4-5*
        claude-opus-4-6* claude-opus-4-7* claude-opus-4-8* claude-opus-5* claude-opus-5-5* claude-sonnet-4-5*
        claude-sonnet-4-6* claude-sonnet-5* claude-sonnet-5-5*"""),
    "ark": ("", "volcengine/", """
        doubao-seed-2-0-lite-260215 doubao-seed-2-0-mini-260215 doubao-seed-2-0-pro-260215 doubao-seed-2-1-lite-260915
        doubao-seed-2-1-pro-260628 doubao-seed-2-1-pro-260915 doubao-seed-2-1-turbo-260628"""),
    "dashscope": ("", "dashscope/", """
        deepseek-v4-flash deepseek-v4-pro glm-5.1 glm-5.2 kimi-k2.7-code qwen-flash* qwen-max qwen-plus
        qwen3-max* qwen3-next-80b-a3b-instruct qwen3-next-80b-a3b-thinking qwen3-vl-plus* qwen3.5-plus* qwen3.7-max*
        qwen3.7-plus* qwen3.8-flash* qwen3.8-max"""),
    "deepseek": ("deepseek", "deepseek/", """
        deepseek-flash deepseek-v4-flash deepseek-v4-flash-vision-exp deepseek-v4-pro"""),
    "gemini": ("google", "gemini/", """
        gemini-2.5-flash gemini-2.5-flash-lite gemini-2.5-pro gemini-3-flash-preview gemini-3.1-flash-lite
        gemini-3.1-pro-preview* gemini-3.5-flash gemini-3.5-flash-lite* gemini-3.6-flash gemini-3.7-flash
        gemini-3.8-flash gemini-4-argon* gemini-embedding-001 gemini-embedding-2 gemini-flash-latest
        gemini-flash-lite-latest gemini-pro-latest"""),
    "minimax": ("minimax", "minimax/", """
        MiniMax-M2 MiniMax-M2.1 MiniMax-M2.1-highspeed MiniMax-M2.5 MiniMax-M2.5-highspeed MiniMax-M2.7
        MiniMax-M2.7-highspeed MiniMax-M3 MiniMax-M3.1-Flash"""),
    "moonshot": ("moonshotai", "moonshot/", """
        kimi-k2.6* kimi-k2.7-code kimi-k2.7-code-highspeed kimi-k3 kimi-k3.1-pro kimi-k3.1-pro-highspeed"""),
    "openai": ("openai", "", """
        gpt-4.1 gpt-4.1-2025* gpt-4.1-mini* gpt-4o gpt-4o-2024* gpt-4o-mini gpt-4o-mini-2024* gpt-5 gpt-5-2025*
        gpt-5-mini* gpt-5-nano* gpt-5.1 gpt-5.1-2025* gpt-5.2 gpt-5.2-2025* gpt-5.4 gpt-5.4-2026* gpt-5.4-mini*
        gpt-5.4-nano* gpt-5.5 gpt-5.5-2026* gpt-5.6 gpt-5.6-luna* gpt-5.6-sol* gpt-5.6-terra* gpt-6-astra* gpt-6-luna*
        gpt-6-sol* gpt-6.1-sol* gpt-6.1-terra* o3 o3-2025* text-embedding-3-large text-embedding-3-small
        text-embedding-ada-002"""),
    "openrouter": ("openrouter", "openrouter/", """
        anthropic/claude-haiku-5.5 anthropic/claude-opus-5.5 anthropic/claude-sonnet-5.5 deepseek/deepseek-v4-flash
        deepseek/deepseek-v4-pro google/gemini-3.8-flash google/gemini-4-argon minimax/minimax-m3 openai/gpt-6-luna
        openai/gpt-6-sol openai/gpt-6.1-sol qwen/qwen3.8-flash x-ai/grok-4.7"""),
    "siliconflow": ("", "siliconflow/", ""),  # no source has it
    "xai": ("x-ai", "xai/", """
        grok-4.20* grok-4.3* grok-4.5* grok-4.6* grok-4.7* grok-build-0.1"""),
    "zai": ("zai", "zai/", """
        glm-4.5 glm-4.5-air glm-4.5-airx glm-4.5-flash glm-4.5-x glm-4.5v glm-4.6 glm-4.6v glm-4.6v-flashx glm-4.7
        glm-4.7-flash glm-4.7-flashx glm-5 glm-5.1 glm-5.2 glm-5.3 glm-5.3-flash glm-5.3-flashx"""),
    "zhipu": ("zhipuai", "bigmodel/", """
        glm-4-air glm-4-flashx-250414 glm-4-long glm-4-plus glm-4.5-air glm-4.7 glm-4.7-flashx glm-5 glm-5-turbo glm-5.1
        glm-5.2 glm-5.3 glm-5.3-flash"""),
}

# Numbers of our own notes; they win. deepseek stops at 65,536 tokens of output whatever its documents say.
FACTS = {
    ("deepseek", "deepseek-flash"): {"max_output": 65536},
    ("deepseek", "deepseek-v4-flash"): {"input": 0.30, "cached": 0.006, "output": 1.20, "max_output": 65536},
    ("deepseek", "deepseek-v4-flash-vision-exp"): {"max_output": 65536},
    ("deepseek", "deepseek-v4-pro"): {"input": 1.32, "cached": 0.044, "output": 3.96, "max_output": 65536},
    ("minimax", "MiniMax-M3"): {"input": 0.30, "cached": 0.06, "output": 1.20, "context": 1000000},
    ("moonshot", "kimi-k3"): {"input": 3.0, "cached": 0.3, "output": 15.0},
}

# These bill in yuan, and a source turned yuan into dollars: (dollars per yuan, largest rounding error of a price).
# zhipu: genai-prices names its rate, 7.25, and keeps three decimals. doubao-seed-2-1: every dollar price of LiteLLM
# is a round number of yuan times 0.14375. doubao-seed-2-0 was rounded too far to be turned back; it stays in dollars.
YUAN = {"zhipu/": (1 / 7.25, 0.00051), "ark/doubao-seed-2-1": (0.14375, 0.000002)}

PRICES = ("input", "cached", "output", "cache_write")
CACHED, WRITE = "cache_read_input_token_cost", "cache_creation_input_token_cost"
LITELLM = {"input": "input_cost_per_token", "cached": CACHED, "output": "output_cost_per_token", "cache_write": WRITE}
GENAI = {"input": "input_mtok", "cached": "cache_read_mtok", "output": "output_mtok", "cache_write": "cache_write_mtok"}

HEAD = f"""\
# Made by scripts/prices.py; see README.md here. Do not edit: give your own prices in the configuration.
# Prices are per million tokens. An exact model comes before a prefix (*), a longer prefix before a shorter one.
version = "{VERSION}"
source = "{SOURCE}"

# Units per US dollar. The rate inside LiteLLM's newest Doubao rows (1 CNY = 0.14375 USD; models of 2026-09-15).
# genai-prices used 7.25 in May and June 2026. An estimate either way: override it.
[fx]
date = "2026-09-15"
CNY = 6.957"""


def note(*words):
    print(*words, file=sys.stderr)


def per_million(prices):
    """LiteLLM's dollars per token under our names, in dollars per million."""
    return {ours: round(prices[theirs] * 1e6, 6) for ours, theirs in LITELLM.items() if prices.get(theirs) is not None}


def from_litellm(table, key, name):
    entry = table.get(key)
    if entry is None or entry.get("mode") not in ("chat", "responses", "embedding"):
        return {}
    if entry.get("deprecation_date", "9999") <= VERSION:
        note("retired:", name, entry["deprecation_date"])
    tiers = entry.get("tiered_pricing")
    row = per_million(tiers[0] if tiers else entry)
    if "input" not in row:
        return {}
    if not row.get("cache_write"):
        row.pop("cache_write", None)  # 0 here means that writing costs what input costs
    if tiers and len(tiers) > 1:
        # One step only, so the dearest price stands for all above the first: it never books too little.
        row["over"] = {"tokens": int(tiers[0]["range"][1]), **per_million(tiers[-1])}
    above = re.search(r"input_cost_per_token_above_(\d+)k_tokens\b", " ".join(entry))
    if above:
        tail = f"_above_{above[1]}k_tokens"
        steps = {theirs: entry.get(theirs + tail) for theirs in LITELLM.values()}
        row["over"] = {"tokens": int(above[1]) * 1000, **per_million(steps)}
    off_peak = entry.get("off_peak_pricing")
    if off_peak:
        row["off_peak"] = {**longest_window(off_peak), **per_million(off_peak)}
    row["context"], row["max_output"] = entry.get("max_input_tokens"), entry.get("max_output_tokens")
    row["kind"] = "embedding" if entry["mode"] == "embedding" else None
    return row


def longest_window(off_peak):
    """The longest cheap stretch that every day has; shorter ones and weekends are booked at the full price."""
    weekday = next(window["hours_utc"] for window in off_peak["windows"] if 1 in window["weekdays"])
    spans = [span.split("-") for span in weekday]
    first, last = spans[0], spans[-1]
    if first[0] == last[1] == "00:00":
        spans = [*spans[1:-1], [last[0], first[1]]]
    start, end = max(spans, key=lambda span: (int(span[1][:2]) - int(span[0][:2])) % 24)
    return {"from": start, "to": end, "zone": "UTC"}


def matches(rule, name):
    [(kind, value)] = rule.items()
    if kind in ("or", "and"):
        return (any if kind == "or" else all)(matches(inner, name) for inner in value)
    if kind == "regex":
        return re.search(value, name) is not None
    tests = {"starts_with": str.startswith, "ends_with": str.endswith, "contains": str.__contains__}
    return name == value if kind == "equals" else tests[kind](name, value)


def from_genai(providers, provider, name):
    models = [m for p in providers if p["id"] == provider for m in p["models"]]
    model = next((m for m in models if matches(m["match"], name)), None)
    if model is None:
        return {}
    if model.get("deprecated"):
        note("retired:", name)
    prices, later = model["prices"], None
    if isinstance(prices, list):
        limits = [entry.get("constraint", {}) for entry in prices]
        if any("start_time" in limit for limit in limits):
            return {}  # priced by the hour, which LiteLLM says in one piece
        dated = [(limit.get("start_date", ""), entry["prices"]) for limit, entry in zip(limits, prices)]
        prices = [p for start, p in dated if start <= VERSION][-1]
        later = next(((start, p) for start, p in dated if start > VERSION), None)
    prices = {ours: prices[theirs] for ours, theirs in GENAI.items() if theirs in prices}
    if "input" not in prices:
        return {}
    row = {field: price["base"] if isinstance(price, dict) else price for field, price in prices.items()}
    tiers = {field: price["tiers"] for field, price in prices.items() if isinstance(price, dict)}
    if tiers:
        dearest = {field: steps[-1]["price"] for field, steps in tiers.items()}
        row["over"] = {"tokens": tiers["input"][0]["start"], **dearest}
    row["context"] = model.get("context_window")
    if later:
        start, rise = later
        row["later"] = f"From {start}: " + ", ".join(f"{n} {rise[GENAI[n]]}" for n in PRICES if GENAI[n] in rise)
    return row


def merge(vendor, model, genai, litellm):
    for field in (*PRICES, "over"):
        a, b = genai.get(field), litellm.get(field)
        if a is not None and b is not None and a != b:
            note(f"differ: {vendor} {model} {field}: genai-prices {a}, litellm {b}")
    # Prices of one source only: a step or a cached price of another source need not belong to them.
    row = {"context": None, "max_output": None, "kind": None} | litellm
    if genai:
        row = {field: row[field] for field in ("context", "max_output", "kind")}
        row |= {field: value for field, value in genai.items() if value is not None}
        if "cached" not in row and genai["input"] == litellm.get("input") and litellm.get("cached"):
            row["cached"] = litellm["cached"]
    facts = FACTS.get((vendor, model), {})
    for field, value in facts.items():
        if row.get(field) not in (None, value):
            note(f"differ: {vendor} {model} {field}: facts {value}, sources {row[field]}")
    row |= facts
    context = row["context"] or float("inf")
    if (row["max_output"] or 0) >= context:
        row["max_output"] = None  # only repeats the context
    if row.get("over", {}).get("tokens", 0) >= context:
        del row["over"]  # of the past
    return row


def in_yuan(name, row):
    for start, (rate, error) in YUAN.items():
        if name.startswith(start):
            prices = {field: yuan(row[field], rate, error) for field in PRICES if field in row}
            return row | {"currency": "CNY"} | prices
    return row


def yuan(dollars, rate, error):
    """The shortest number of yuan that a source could have turned into these dollars."""
    candidates = (round(dollars / rate, digits) for digits in range(6))
    return next(price for price in candidates if abs(price * rate - dollars) <= error)


def toml(value):
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {toml(v)}" for k, v in value.items()) + " }"
    return json.dumps(value)


def write(vendor, model, row):
    row = {"vendor": vendor, "model": model, "currency": "USD", "output": 0.0} | row
    for prices in (row, row.get("over", {}), row.get("off_peak", {})):
        prices.update({field: round(float(prices[field]), 6) for field in PRICES if field in prices})
    print("\n[[price]]")
    if "later" in row:
        print("#", row["later"] + ".")
    for field in ("vendor", "model", "kind", "currency", *PRICES, "context", "max_output", "over", "off_peak"):
        if row.get(field) is not None:
            print(field, "=", toml(row[field]))


def main():
    litellm, genai = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:3])
    print(HEAD)
    for vendor, (provider, prefix, models) in sorted(WANTED.items()):
        for model in sorted(models.split()):
            # A prefix such as gpt-5.4-2026* has no entry of its own; the alias before the year has.
            alias = re.sub(r"-20\d\d$", "", model.rstrip("*"))
            row = merge(vendor, model, from_genai(genai, provider, alias), from_litellm(litellm, prefix + alias, alias))
            if "input" in row:
                write(vendor, model, in_yuan(f"{vendor}/{model}", row))
            else:
                note("no price:", vendor, model)


main()
