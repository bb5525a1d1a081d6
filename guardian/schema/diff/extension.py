"""Extensions: what one consists of is compared only where the same version was installed in the same schema."""

from __future__ import annotations

from guardian.schema.model import Extension, SchemaObject

_CONTENTS = frozenset({"contents", "configuration"})


def passed_over(old: SchemaObject, new: SchemaObject) -> frozenset[str]:
    """Return the attributes that say nothing beyond what another attribute says already.

    A newer version has other members; an extension in another schema has all of its members there.
    """
    if isinstance(old, Extension) and isinstance(new, Extension):
        return _CONTENTS if (old.version, old.schema) != (new.version, new.schema) else frozenset()
    return frozenset()
