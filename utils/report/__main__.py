"""`python -m utils.report`: the notebooks run on one corpus, into pages."""

import sys

from utils.report import main

sys.exit(main())
