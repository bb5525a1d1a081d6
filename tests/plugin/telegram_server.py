"""A strict Bot API server for one test, over real HTTP."""

from __future__ import annotations

import pytest

from guardian.adapters.bot_api_server import BotApiServer
from guardian.adapters.telegram import TelegramClient

TOKEN = "123456:AAE-secret_token-of-the-tests"
CHAT = "-4242"


@pytest.fixture
def telegram_server():
    with BotApiServer(token=TOKEN, chats=[CHAT]) as server:
        yield server


@pytest.fixture
def telegram_client(telegram_server):
    client = TelegramClient(telegram_server.url, TOKEN, timeout=1.0)
    yield client
    client.close()
