# SPDX-License-Identifier: Apache-2.0
#
# make demo      simulate the bundled courtyard and draw what its radars see
# make test      run all tests
# make lint      hold the sources against the style rules
# make format    bring the sources into form
# make bench     time the engine's stages, a second at chirp rate, a calibration, drops, and paths
#                beside Sionna RT
# make validate  hold the engine against closed forms and Sionna RT; see Validation/README.md
# make docs      build the documentation
# make scenes    make the bundled scenes' meshes anew

SHELL := /bin/bash
.SHELLFLAGS := -e -u -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo test lint format bench validate docs scenes build dependencies clean

swift ?= swift
swift_flags ?=
packages := libassimp-dev libembree-dev libfftw3-dev libhdf5-dev liblapacke-dev libopenblas-dev \
  gnuplot-nox pkg-config zlib1g-dev
scenario := Scenes/umi-courtyard/configuration-b.yaml
results ?= results/configuration-b
# Sources that the formatter reads.
swift_sources := Package.swift Sources Tests Validation

help:
	@sed -n 's/^# \(make .*\)/\1/p' $(firstword $(MAKEFILE_LIST))

# Installs what is missing, and says nothing when nothing is.
dependencies:
	@missing=(); \
	for package in $(packages); do \
	  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' \
	    || missing+=($$package); \
	done; \
	if [ $${#missing[@]} -gt 0 ]; then \
	  command -v apt-get >/dev/null || { \
	    echo "This is no Debian; install what these packages hold: $${missing[*]}" >&2; exit 1; }; \
	  as_root=; if [ "$$(id -u)" -ne 0 ]; then as_root=sudo; fi; \
	  echo "Installing $${missing[*]}"; \
	  $$as_root apt-get update -qq; \
	  DEBIAN_FRONTEND=noninteractive $$as_root apt-get install -y -qq --no-install-recommends \
	    "$${missing[@]}" >/dev/null; \
	fi
	@command -v $(swift) >/dev/null || { \
	  echo "No Swift compiler is in the path; get 6.2 or later from https://swift.org/install" >&2; \
	  exit 1; }

build: dependencies
	$(swift) build -c release --product rftwin

demo: build
	@program=$$($(swift) build -c release --show-bin-path)/rftwin; \
	"$$program" simulate $(scenario) --output $(results); \
	"$$program" plot $(results)/record.h5 >/dev/null; \
	echo; \
	echo "Record:   $(results)/record.h5"; \
	echo "Pictures: $(results)/*.png; begin with overview.png"; \
	echo "Seen:"; \
	"$$program" info --summary $(results)/record.h5 | sed 's/^/  /'

test: dependencies
	$(swift) test -c release $(swift_flags)

lint:
	$(swift) format lint --strict --recursive $(swift_sources)

format:
	$(swift) format format --in-place --recursive $(swift_sources)

bench: side-by-side
	$(swift) build -c release --product benchmark
	@program=$$($(swift) build -c release --show-bin-path)/benchmark; \
	"$$program"; echo; "$$program" --group episode; echo; \
	"$$program" --group calibration; echo; "$$program" --group drops

# Sionna RT runs beside ours where Python can get it; its compiler needs Debian's libllvm19.
sionna := .build/sionna
.PHONY: side-by-side
side-by-side: build
	@rm -f .build/sionna.md; \
	program=$$($(swift) build -c release --show-bin-path)/rftwin; \
	llvm=/usr/lib/x86_64-linux-gnu/libLLVM.so.19.1; \
	if { [ -e $$llvm ] || apt-get install -y -qq --no-install-recommends libllvm19; } >/dev/null 2>&1 \
	  && { [ -d $(sionna) ] || python3 -m venv $(sionna); } >/dev/null 2>&1 \
	  && $(sionna)/bin/pip install -q 'sionna-rt==2.2.0' >/dev/null 2>&1; then \
	  DRJIT_LIBLLVM_PATH=$$llvm $(sionna)/bin/python Validation/sionna_side_by_side.py \
	    "$$program" .build/sionna.md; \
	else \
	  echo "skipped: Sionna RT, which needs python3-venv, PyPI and Debian's libllvm19"; \
	fi

validate: side-by-side
	$(swift) build -c release --product validate
	$$($(swift) build -c release --show-bin-path)/validate Validation .build/sionna.md

# The plug-in is a dependency only here, so that nobody else has to fetch it.
docs: dependencies
	RFTWIN_DOCUMENTATION=1 $(swift) package --allow-writing-to-directory docs \
	  generate-documentation --target RFTwin --output-path docs
	@# The pages link each other by file name, as readers of the repository need it.
	@find docs/data -name '*.json' -exec sed -i -E \
	  's#"url":"([A-Za-z]+)\.md(\#[a-z-]*)?"#"url":"\\/documentation\\/rftwin\\/\L\1\E\2"#g' {} +

scenes: dependencies
	$(swift) run -c release generate-scenes Scenes

clean:
	rm -rf .build results docs
