"""`python -m utils.lexicon`: looks for clashes in the lexicon, or adds a row to it."""

import sys

from utils.lexicon import main

sys.exit(main())
