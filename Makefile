# What a newcomer types. Each target installs what it needs on a Debian machine, or says what is missing.

CARGO ?= cargo
export CARGO_TERM_COLOR ?= auto

.PHONY: run test check bench web tools

## Build everything and start the demo clinic; prints its address.
run: web
	$(CARGO) build --release --locked -p keepwell
	./target/release/keepwell demo

## All tests: both database engines, then the browser.
test: tools web check
	$(CARGO) nextest run --workspace --locked
	KEEPWELL_TEST_ENGINE=postgres scripts/with-postgres $(CARGO) nextest run --workspace --locked -E 'not (package(promise) + package(policy) + package(sheet))'
	# The tests built the program they ran; built by itself, it would be compiled once more.
	test -x target/debug/keepwell
	scripts/try-operate
	scripts/contract
	scripts/scim
	cd e2e && npm ci --silent && KEEPWELL_BIN=$(CURDIR)/target/debug/keepwell npx playwright test

## Format, lints and tidiness.
check: web
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings
	scripts/tidy

## Write benches/RESULTS.md.
bench: web
	scripts/tools bench
	$(CARGO) build --release --locked -p keepwell
	benches/run

web: web/dist/app.css

web/dist/app.css: $(shell find web/src -type f) web/package-lock.json web/build.mjs
	cd web && npm ci --silent && npm run --silent build

tools:
	scripts/tools
