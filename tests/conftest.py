from __future__ import annotations

pytest_plugins = [
    "tests.plugin.pg",
    "tests.plugin.git_repo",
    "tests.plugin.hooked",
    "tests.plugin.telegram_server",
    "tests.plugin.sdnotify_socket",
    "tests.plugin.project",
    "tests.plugin.proxy",
    "tests.plugin.branches",
]
