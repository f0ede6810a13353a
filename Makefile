# The words of Masar; `make` alone lists them. They need Python 3.11+, git and make, nothing else.
#
#   make report CORPUS="my articles"     a file, a folder or an archive of your own
#   make report LANG=ar WORKERS=2        Arabic pages; two processes
#   make new NAME=06-mine                a notebook of your own, which becomes a page like the others
#   make test ARGS="-k dates -x"         further words for pytest, JupyterLab or uv
#   make verify ARGS=--refresh           take the present results as the published ones
#   make env PYTHON=python3.13           the Python to build the environment with

CORPUS ?= data/sample
TEXTS ?= ../shared
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; \
	done)

ENV := .venv/built-from.lock
OLD := .venv-mpl310/built-from.lock
RUN := .venv/bin/python
# JupyterLab keeps what is open where in a file of this name: ours to begin with, then yours.
DESK := .venv/workspaces/masar-8fdc.jupyterlab-workspace

export CORPUS TEXTS
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# Every shell has a LANG of its own; only one typed after `make` asks for the pages' language,
# and it must not become the locale of the programs that run.
ifeq ($(origin LANG),command line)
PAGES := --lang "$(LANG)"
unexport LANG
endif

# Some shells have a NAME too.
ifneq ($(origin NAME),command line)
NAME :=
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help report test lab new bench verify licences weights env lock

help:    ## this list
	@sed -nE 's/^([a-z]+):.*## (.*)/make \1\t\2/p' Makefile

report: $(ENV)    ## run the notebooks on CORPUS (default data/sample) and write reports/
	$(RUN) -m utils.report --corpus "$$CORPUS" --out reports $(PAGES) $(if $(WORKERS),--workers "$(WORKERS)")

test: $(ENV) $(OLD)    ## everything that CI runs
	$(RUN) -m pytest $(ARGS)

lab: $(ENV) $(DESK)    ## open JupyterLab on the notebooks
	JUPYTER_CONFIG_PATH="$(CURDIR)/.jupyter" $(RUN) -m jupyterlab --ServerApp.allow_root=True \
	  --LabApp.workspaces_dir=$(dir $(DESK)) $(ARGS) notebooks

new: $(ENV)    ## begin a notebook of your own: make new NAME=06-mine
	@$(RUN) -m utils.report.beginning "$$NAME"

bench: $(ENV)    ## accuracy and speed, beside other tools
	@$(if $(wildcard benchmarks/*.py),,echo "benchmarks/ holds no program yet."; exit 1)
	@set -e; for program in benchmarks/*.py; do echo "== $$program"; $(RUN) "$$program"; done

verify: $(ENV)    ## run the sample anew and hold every table and page against data/sums
	$(RUN) -m utils.verify $(ARGS)

licences: $(ENV)    ## the licence of every locked package, and whether it is allowed
	@$(RUN) -m utils.licences

weights:    ## make the name tagger's weights anew from TEXTS (training/README.md)
	$(PYTHON) -m venv .venv-train
	.venv-train/bin/python -m pip install --quiet --requirement training/requirements.txt
	OMP_NUM_THREADS=1 .venv-train/bin/python -m training --texts "$$TEXTS" --work .venv-train/work

env: $(ENV)    ## build .venv from requirements.lock, if it is not there yet

lock:    ## choose the locked versions anew, after a change in pyproject.toml
	$(PYTHON) -m venv --clear .venv-lock
	.venv-lock/bin/python -m pip install --quiet uv
	$(PIN) pyproject.toml --extra test --group build --output-file requirements.lock
	$(PIN) --group mpl310 --output-file requirements-mpl310.lock
	@$(CONDA)


# Behind the words.

# pip checks hashes for all it installs in one call or for none, and an editable package has no
# hash: so the locked packages go in first, then this repository, as a link.
define BUILD
	@set -e; if cmp -s $< $@; then touch $@; exit; fi; \
	test -n "$(PYTHON)" && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Masar needs Python 3.11 or later, and $(or $(PYTHON),python3) is not." \
	    "Install one, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3.13"; exit 1; }; \
	echo "Building $(@D) from $< (once, a minute or two)"; \
	$(PYTHON) -m venv --clear $(@D); \
	$(@D)/bin/python -m pip install -qq --require-hashes --requirement $<; \
	$(@D)/bin/python -m pip install -qq --no-deps --no-build-isolation --editable .; \
	cp $< $@
endef

$(ENV): requirements.lock
	$(BUILD)

$(OLD): requirements-mpl310.lock
	$(BUILD)

$(DESK): .jupyter/$(notdir $(DESK)) | $(ENV)
	@mkdir -p $(@D)
	@cp $< $@

# One lock: the same versions for Python 3.11 to 3.14 on every system, and no index's address.
PIN := .venv-lock/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 \
	--generate-hashes --fork-strategy fewest --custom-compile-command "make lock" $(ARGS)

# conda hands its whole pip list to one pip call, where hashes would refuse the link to this
# repository: so it gets the same versions without them.
define CONDA
{ echo '# Written by `make lock`. conda env create -f environment.yml && conda activate masar'; \
  echo 'name: masar'; echo 'channels:'; echo '  - conda-forge'; echo 'dependencies:'; \
  echo '  - python>=3.11,<3.15'; echo '  - pip'; echo '  - pip:'; echo '      - -e .'; \
  sed -nE 's/^([a-z0-9][^ ]*==[^\]*[^ \]) *\\?$$/      - "\1"/p' requirements.lock; \
} > environment.yml
endef
