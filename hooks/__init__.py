"""Thin git hooks: each calls one use case of guardian.app."""

from __future__ import annotations
