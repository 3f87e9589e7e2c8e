"""``python -m xprunbook`` is the console script."""

import sys

from xprunbook.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
