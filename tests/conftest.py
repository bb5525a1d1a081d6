from __future__ import annotations

pytest_plugins = ["tests.plugin.telegram_server", "tests.plugin.sdnotify_socket"]
