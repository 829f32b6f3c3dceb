# Two commands are enough: `make edition` and `make test`.
# Everything else is for people who build Zaowan itself.

.PHONY: edition demo test test-long bench bench-gateway bench-truth bench-voice load days fuzz ci need

ZAOWAN = $(or $(CARGO_TARGET_DIR),target)/release/zaowan

# An edition from your sources; from the sample wire where none can be reached.
edition: need
	cargo build --release --package cli
	$(ZAOWAN) init --if-missing
	$(ZAOWAN) run --or-sample

# The sample edition: no network, no key, no account.
demo: need
	cargo build --release --package cli
	$(ZAOWAN) demo

test: need
	cargo test --workspace

# Slow tests: a real process killed at sixty moments and at every point of every step, a disk that fills up at sixty writes, the measurements, and what needs data beside the project (each says
# so where it is missing).
test-long: need
	ZAOWAN_ROUNDS=10 cargo test --workspace -- --include-ignored

bench: need
	cargo build --release --package cli
	cargo run --release --package xtask -- bench

# The gateway beside LiteLLM, Portkey and no gateway; installs those two once into the user's cache. Some eight minutes.
bench-gateway: need
	cargo build --release --package cli
	cargo run --release --package xtask -- bench-gateway

# The text layer and the gates on the development data, in one table; says so where data or Python's peers are missing.
bench-truth: need
	cargo run --release --package xtask -- bench-truth

# Speaking, checking takes, mixing and the first sound, in one table; says so where data or second readers are missing.
bench-voice: need
	cargo build --release --package cli
	cargo run --release --package xtask -- bench-voice

# Two thousand readers at `zaowan serve` while it makes an edition.
load: need
	cargo build --release --package cli
	cargo run --release --package xtask -- load

# Editions of real days of news, from ../shared/data/wire; says so when it is missing.
days: need
	cargo run --release --package xtask -- days

# Everything that reads bytes from outside, fed with bytes that nobody would write; MINUTES for each target.
# Needs a nightly toolchain and cargo-fuzz, and builds into fuzz/target.
fuzz: need
	sh scripts/fuzz.sh $$(( $(or $(MINUTES),5) * 60 )) $(TARGETS)

ci: need
	cargo xtask ci

need:
	@sh scripts/need.sh
