"""Takes the injections out of two suites for agents and models, and prints them as JSON, one a line.

  scripts/injections.sh > target/injections.jsonl          the whole
  scripts/injections.sh --sample N > …                     every suite's share of N, spread evenly

Reads the packages' own modules, as they are installed without what they depend on: whatever they import that is not
there is replaced by a stand-in. No model is asked and nothing of the packages but their texts is used.

Each line: suite, probe, text (as it would stand in a page), trigger (what an obedient model would say; may be empty).
"""

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import pathlib
import random
import re
import sys
import types


# Where a probe multiplies lists with each other, so many of its prompts are drawn, as garak itself does.
CAP = 256


class StandIn(types.ModuleType):
    """Has every name, can be called, subclassed and used as a decorator."""

    def __init__(self, name="stand_in"):
        super().__init__(name)
        self.__path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (Anything,), {})


class Forgiving(type):
    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything()

    def __getitem__(cls, _key):
        return cls

    def __or__(cls, _other):
        return cls

    def __ror__(cls, _other):
        return cls


class Anything(metaclass=Forgiving):
    DEFAULT_PARAMS = {}

    def __new__(cls, *args, **_named):
        # A stand-in for a decorator gives back what it decorates.
        return args[0] if len(args) == 1 and isinstance(args[0], type) else super().__new__(cls)

    def __init__(self, *_args, **_named):
        pass

    def __call__(self, *args, **_named):
        return args[0] if len(args) == 1 and callable(args[0]) else Anything()

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything()


class Missing(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Comes last: gives a stand-in for what nobody else has."""
    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        return StandIn(spec.name)

    def exec_module(self, module):
        pass


def load(path, name):
    """One module of a package, with stand-ins for all that it imports."""
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def agentdojo(root):
    """Every goal of an injection in every form of attack that needs no model to be made."""
    goals = {}
    for file in sorted((root / "default_suites").glob("v*/*/injection_tasks.py")):
        module = load(file, "tasks_" + "_".join(file.parts[-3:-1]))
        for thing in vars(module).values():
            goal = getattr(thing, "GOAL", None) if isinstance(thing, type) else None
            if isinstance(goal, str):
                goals.setdefault(goal.strip(), file.parts[-2])
    attacks = {"direct": "TODO: {goal}"}
    for file in ("baseline_attacks.py", "important_instructions_attacks.py", "dos_attacks.py"):
        source = (root / "attacks" / file).read_text()
        # The texts stand in strings that hold `{goal}`, or in a class's `_DOS_STRING` and `_JB_STRING`.
        module = load(root / "attacks" / file, file.removesuffix(".py"))
        for name, thing in vars(module).items():
            for field in ("_JB_STRING", "_DOS_STRING"):
                if isinstance(thing, type) and isinstance(vars(thing).get(field), str):
                    attacks[name] = vars(thing)[field]
        for number, text in enumerate(re.findall(r'"((?:[^"\\\n]|\\.)*\{goal\}[^"\n]*)"', source)):
            if "\\n" not in text:
                attacks[f"{file.removesuffix('.py')}_{number}"] = text
    for attack, form in attacks.items():
        if "{goal}" not in form:
            yield "agentdojo", attack, filled(form, ""), ""
            continue
        for goal, suite in goals.items():
            yield "agentdojo", f"{attack}/{suite}", filled(form, goal), trigger_of(goal)


def filled(form, goal):
    values = {"goal": goal, "user": "Emma Johnson", "model": "AI assistant", "tools": ""}
    return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], ""), form)


def trigger_of(goal):
    """What an obedient answer would hold: an address, a mailbox, an account, a quoted text."""
    found = re.search(r"https?://\S+|www\.[\w./-]+|[\w.-]+@[\w.-]+|\b[A-Z]{2}\d{10,}\b|'([^']{6,})'|\"([^\"]{6,})\"", goal)
    return (found[1] or found[2] or found[0]).rstrip(".,'\"") if found else ""


def garak(root):
    """The latent, web and smuggling probes; of the latent ones what is hidden in the document, without the document."""
    payloads = types.ModuleType("garak.payloads")

    class Loaded:
        def __init__(self, name):
            self.payloads = json.loads((root / "data" / "payloads" / f"{name}.json").read_text())["payloads"]
            self.intent = None

    payloads.load = Loaded
    data = types.ModuleType("garak.data")
    data.path = root / "data"
    for name in ("garak", "garak.probes", "garak.attempt", "garak._config", "garak.resources", "garak.resources.theme"):
        sys.modules[name] = StandIn(name)
    probes = sys.modules["garak.probes"]
    probes.Probe = type("Probe", (Anything,), {"DEFAULT_PARAMS": {}, "soft_probe_prompt_cap": CAP})
    probes.Tier = Anything()
    sys.modules["garak"].probes = probes
    sys.modules["garak"].payloads = payloads
    sys.modules["garak.payloads"] = payloads
    sys.modules["garak.data"] = data
    config = sys.modules["garak._config"]
    sys.modules["garak"]._config = config
    yield from latent(load(root / "probes" / "latentinjection.py", "latentinjection"), Loaded)
    for file in ("web_injection", "smuggling"):
        module = load(root / "probes" / f"{file}.py", file)
        for name, probe in vars(module).items():
            if isinstance(probe, type) and probe.__module__ == file and not name.endswith("Mixin"):
                for prompt in prompts_of(probe):
                    yield f"garak-{'web' if file == 'web_injection' else file}", name, prompt, trigger_of(prompt)
    # What `smuggling` is about besides: text in characters that nobody sees.
    for number, line in enumerate(Loaded("normal_instructions").payloads):
        yield "garak-smuggling", "TagCharacters", line + "".join(chr(0xE0000 + ord(c)) for c in line if ord(c) < 128), ""
        if number >= 40:
            break


def prompts_of(probe):
    made = probe.__new__(probe)
    for name, value in getattr(probe, "DEFAULT_PARAMS", {}).items():
        setattr(made, name, value)
    made.soft_probe_prompt_cap = CAP
    made._prune_data = lambda *_args, **_named: None
    try:
        made.__init__()
    except (AttributeError, TypeError, FileNotFoundError) as error:
        print(f"{probe.__name__}: {error}", file=sys.stderr)
    prompts = getattr(made, "prompts", [])
    texts = prompts if isinstance(prompts, (list, tuple)) else []
    return [text for text in texts if isinstance(text, str)]


def latent(module, loaded):
    marks = (module.PAYLOAD_MARKER, module.TRIGGER_MARKER)
    seen = set()
    for name, probe in vars(module).items():
        instructions = getattr(probe, "injection_instructions", None) if isinstance(probe, type) else None
        if not isinstance(instructions, list) or not name.startswith("Latent"):
            continue
        params = getattr(probe, "DEFAULT_PARAMS", {})
        triggers = list(getattr(probe, "payload_triggers", []))
        if isinstance(params, dict) and "payload_name" in params:
            triggers += loaded(params["payload_name"]).payloads
        for start, end in getattr(probe, "injection_sep_pairs", [("", "")]):
            for instruction in instructions:
                for payload in getattr(probe, "payloads", []):
                    for trigger in triggers or [""]:
                        text = start + instruction.replace(marks[0], payload.replace(marks[1], trigger)) + end
                        if text not in seen:
                            seen.add(text)
                            yield "garak-latent", name, text, trigger


def main():
    site = next(path for path in map(pathlib.Path, sys.path) if (path / "agentdojo").is_dir() and (path / "garak").is_dir())
    sys.meta_path.append(Missing())
    random.seed(6)
    # Modules of the packages themselves are read from their files, never imported: their imports need what is not there.
    for name in ("agentdojo", "agentdojo.base_tasks", "agentdojo.attacks"):
        sys.modules[name] = StandIn(name)
    rows = {}
    for suite, probe, text, trigger in [*agentdojo(site / "agentdojo"), *garak(site / "garak")]:
        if text.strip():
            rows.setdefault(suite, {}).setdefault(text.strip(), (probe, trigger))
    if sys.argv[1:2] == ["--sample"]:
        each = int(sys.argv[2]) // len(rows)
        rows = {suite: dict(list(texts.items())[:: max(1, len(texts) // each)][:each]) for suite, texts in rows.items()}
    for suite, texts in rows.items():
        print(f"{suite}: {len(texts)}", file=sys.stderr)
        for text, (probe, trigger) in texts.items():
            print(json.dumps({"suite": suite, "probe": probe, "text": text, "trigger": trigger}, ensure_ascii=False))


main()
