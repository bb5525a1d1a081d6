#!/bin/sh
# guardian's @HOOK@ hook, written by `guardian hooks install`; `guardian hooks uninstall` puts back what was here.
@MADE@
hook=@HOOK@
python=@PYTHON@
module=@MODULE@

# What git says on the standard input is for the hook that was here before, too; the full stop keeps the last newline.
case $hook in
  pre-push | pre-receive | post-rewrite)
    told=$(cat; echo .)
    run() { printf %s "${told%.}" 2>/dev/null | "$@"; }
    ;;
  *)
    run() { "$@"; }
    ;;
esac

case $0 in
  */*) before=${0%/*}/$hook.before-guardian ;;
  *) before=./$hook.before-guardian ;;
esac
if [ -f "$before" ] && [ -x "$before" ]; then
  run "$before" "$@" || exit
fi

# By its full path first: programs with windows start git with hardly any PATH. -P: the repository may have a folder
# called hooks, too.
if [ -x "$python" ] && [ -f "$module" ]; then
  run "$python" -P -m hooks.run@OPTIONS@ "$hook" "$@"
  exit
fi
if command -v guardian-hook >/dev/null 2>&1; then
  run guardian-hook@OPTIONS@ "$hook" "$@"
  exit
fi
echo "guardian: this repository's $hook hook finds guardian neither with $python nor on the PATH;" \
  "install guardian and run \`guardian hooks install\` here, or delete $0" >&2
case $hook in
  post-*) exit 0 ;;
  *) exit 1 ;;
esac
