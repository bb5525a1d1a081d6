from __future__ import annotations

import sys

from guardian.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
