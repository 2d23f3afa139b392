# ssmcheck: every target sets up what it needs first, so that `make run` and `make test` work on a fresh machine that
# has a Swift toolchain. `make help` lists the targets.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# The same options everywhere: one configuration is compiled once, whichever target comes first.
CONFIGURATION := -c release
OUTPUT ?= stability-report
MODEL ?=

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## install the packages that are missing (libraries, gnuplot, pandoc)
	@scripts/setup

.PHONY: build
build: setup ## build ssmcheck in release
	@swift build $(CONFIGURATION) --product ssmcheck

.PHONY: run
run: build ## the stability report of the bundled model, or of MODEL=..., into OUTPUT=stability-report
	@.build/release/ssmcheck stability $(MODEL) --output $(OUTPUT)

.PHONY: check
check: build ## check every claim of the catalogue
	@.build/release/ssmcheck check

.PHONY: test
test: setup ## build in release and run the tests
	@scripts/test

.PHONY: deep
deep: setup ## the tests with their full numbers of random cases: minutes, not seconds
	@SSMCHECK_DEEP=1 scripts/test

.PHONY: lint
lint: ## check the formatting of every Swift file
	@swift format lint --strict --recursive Package.swift Sources Tests Benchmarks
	@echo "lint: clean"

.PHONY: sanitize
sanitize: setup ## a quick part of the tests under the address and the thread sanitizer
	@scripts/sanitize address
	@scripts/sanitize thread

.PHONY: bench
bench: setup ## time the kernels and the arithmetic against their peers
	@swift run --package-path Benchmarks $(CONFIGURATION) Benchmarks

.PHONY: docs
docs: setup ## the documentation of PropertyTesting as a static site, into .build/documentation
	@scripts/docs

.PHONY: bench-linear-algebra
bench-linear-algebra: setup ## compare linear algebra with FLINT and mpmath, which are fetched from PyPI
	@Benchmarks/LinearAlgebra/run

.PHONY: bench-hypothesis
bench-hypothesis: setup ## compare the property tests with Hypothesis, which is fetched from PyPI
	@Benchmarks/Hypothesis/run

.PHONY: clean
clean: ## remove everything that was built
	@rm -rf .build .build-address .build-thread Benchmarks/.build stability-report
