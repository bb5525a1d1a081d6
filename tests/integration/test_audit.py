"""guardian audit: DEV against PROD, to a file with a decision log."""

from __future__ import annotations

from tests.plugin.project import Project


def test_what_is_only_in_one_and_what_it_holds(project: Project) -> None:
    project.on_dev("create table shared (id int, note text); create table fresh (id int)")
    project.on_prod("create table shared (id int); create table old (id int); create table gone (id int)")
    project.on_prod("insert into old select generate_series(1, 1234); insert into shared values (1)")

    run = project.ok("--json", "audit")

    assert run.document["only_in_dev"] == ["public.fresh"]
    assert run.document["only_in_prod"] == ["public.gone", "public.old"]
    assert run.document["shared"] == ["public.shared"]
    assert run.document["rows"] == {"public.gone": 0, "public.old": 1234, "public.shared": 1}
    assert [(d["kind"], d["name"], d["change"]) for d in run.document["differences"]] == [
        ("column", "public.shared.note", "added")
    ]
    (file,) = project.migrations.glob("AUDIT_*.md")
    assert run.document["file"] == str(file)
    text = file.read_text()
    assert "- `public.old`: has 1,234 rows" in text
    assert "- [ ] `public.gone`: only in prod, empty: verify whether it is needed" in text
    assert "- [ ] `public.old`: only in prod, it has data: keep it" in text
    assert "- [ ] `public.fresh`: add to prod by a migration" in text


def test_equal_databases_have_nothing_to_decide(project: Project) -> None:
    assert project.ok("audit").out.count("(none)") == 5


def test_todays_audit_is_not_overwritten(project: Project) -> None:
    project.ok("audit")
    (file,) = project.migrations.glob("AUDIT_*.md")
    file.write_text("decided")

    run = project.guardian("audit")

    assert run.code == 1
    assert "it is already there; nothing was written" in run.err
    assert file.read_text() == "decided"


def test_without_one_target_of_each_role_it_says_so(project: Project) -> None:
    config = project.root / "guardian.toml"
    config.write_text(config.read_text().replace('"production"', '"development"'))

    run = project.guardian("audit")

    assert run.code == 2
    assert "an audit needs one development target, and" in run.err


def test_a_name_with_backticks_and_lines_stays_one_entry(project: Project) -> None:
    project.on_prod('create table "a`b\n- [x] done" (id int)')

    project.ok("audit")

    (file,) = project.migrations.glob("AUDIT_*.md")
    assert '\n- [ ] ``public."a`b\\n- [x] done"``: only in prod' in file.read_text()
    assert "\n- [x] done" not in file.read_text()
