#!/usr/bin/env bash
# Remakes the pictures of every view in docs/: records a short session from a source, replays it view by view without models or
# camera, and keeps the last picture of each. Needs ImageMagick (convert) to make the files small.
#
#   docs/screenshots.sh [SOURCE] [FOLDER] [NAMES] [RELATED]     a video, folder or URL (default: vtest.avi of the sample reel); where the pictures go
#                                                     (default: docs); what the find picture looks for, by comma;
#                                                     a source for the picture of relations (default: messi5.jpg beside SOURCE)
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
source="${1:-${XDG_CACHE_HOME:-$HOME/.cache}/vldistill/reel/vtest.avi}"
target="${2:-$root/docs}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
related="${4:-$(dirname "$source")/messi5.jpg}"
[ -e "$related" ] || [[ "$related" == *://* ]] || related="$source"
names="${3:-a person, a car, a dog}"
question="how many people are there?"

[ -e "$source" ] || [[ "$source" == *://* ]] || { echo "$source: not there; give a video, or run ./vldistill demo once to get the sample reel" >&2; exit 1; }
command -v convert >/dev/null || { echo "needs ImageMagick: apt install imagemagick" >&2; exit 1; }
mkdir -p "$target"

demo() { "$root/vldistill" demo --headless "$@" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 2; }; }

# shot NAME SESSION SECONDS VIEW KEYS
shot() {
  demo --source "$work/$2" --seconds "$3" --size 960x540 --view "$4" --press "$5" --out "$work/$1"
  keep "$1"
}

# keep NAME: makes the last picture of a session small
keep() {
  convert "$work/$1/last.png" -dither FloydSteinberg -colors 200 -define png:compression-level=9 "$target/$1.png"
  echo "$target/$1.png"
}

demo --source "$source" --seconds 12 --size 640x360 --out "$work/session"
demo --source "$related" --seconds 8 --size 640x360 --relations --out "$work/related"
demo --source "$source" --seconds 8 --size 640x360 --press "/ '$question' Enter" --out "$work/asked"

shot single          session 6 single     ""
shot side-by-side    session 6 side       ""
shot difference      session 6 difference "Right"
shot inspector       session 6 inspector  "Right"
shot ask             asked   7 side       ""
shot figures         session 9 side       "G T"
shot help            session 4 side       "H"
shot tags            session 6 single     "W"
shot graph           related 7 side       "E Right Right Right Right Right Right Right"

# A recording has no models that could look for other names than the detector's: this one is taken while they run.
demo --source "$source" --seconds 9 --size 960x540 --view single --find "$names" --out "$work/find"
keep find
