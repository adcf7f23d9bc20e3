#!/usr/bin/env bash
# Makes docs/relations.jpg: what student and teacher say of 24 of Flickr8k's test pictures, beside relations mined from the captions. Of each test
# picture with a relation that captions say, the surest predicate of such a pair; 12 that agree with the label and 12 that do not, each evenly spaced
# from the surest to the least sure. The photographs may not be passed on, so only boxes and names are drawn; with PHOTOGRAPHS=1 they are there too.
#
#   docs/relations.sh FLICKR8K RELATIONS [FOLDER [BUNDLE]]     Flickr8k's folder, relations.test.json of a run's stage relations, where the
#                                                              picture goes (default: docs), the bundle (default: models)
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
flickr8k="${1:?give the folder of Flickr8k}"
relations="${2:?give relations.test.json of the stage relations}"
target="${3:-$root/docs}"
bundle="${4:-$root/models}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
shows=(--boxes-only)
[ -z "${PHOTOGRAPHS:-}" ] || shows=()

for model in student teacher; do
  "$root/vldistill" relate --images "$flickr8k/Images" --list "$flickr8k/Flickr_8k.testImages.txt" --boxes "$relations" \
    --bundle "$bundle" --model "$model" --out "$work/$model.json"
done
"$root/vldistill" draw-relations --relations "$relations" --images "$flickr8k/Images" --predictions "$work/student.json" --teacher "$work/teacher.json" \
  "${shows[@]}" --out "$target"
