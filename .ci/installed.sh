# What .ci/run and .ci/slow begin with: the folder, what Debian must bring, an install for tests, and how it runs them.
cd "$(dirname "$0")/.."

work=$(mktemp -d -t forumhub-ci-XXXXXX)
finish() {
  kill $(jobs -p) 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
step() { printf '\n== %s (%ss)\n' "$1" "$SECONDS"; }
tests() { REQUIRE_BROWSER=1 REQUIRE_READERS=1 FORUMHUB_DATA="${FORUMHUB_DATA:-$(realpath ../shared/data)}" pytest "$@"; }

step 'What Debian must bring'
missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v git >/dev/null || missing+=(git)
python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
/usr/bin/python3 -c 'import gi; gi.require_version("ICalGLib", "3.0")' 2>/dev/null ||
  missing+=(python3-gi gir1.2-ical-3.0)
[ -e /usr/share/fonts/truetype/noto/NotoSans-Regular.ttf ] || missing+=(fonts-noto-core)
[ -e /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc ] || missing+=(fonts-noto-cjk)
if [ ${#missing[@]} -gt 0 ] && [ "$(id -u)" = 0 ]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q
  apt-get install -q -y --no-install-recommends "${missing[@]}"
elif [ ${#missing[@]} -gt 0 ]; then
  echo "Not installed, and this is not root: ${missing[*]}" >&2
fi
command -v chromium >/dev/null || { echo 'Chromium is needed: apt-get install chromium' >&2; exit 1; }

step 'Install for tests'
python3 -m venv "$work/test"
"$work/test/bin/pip" install -q -c constraints.txt -e '.[test]'
PATH="$work/test/bin:$PATH"
