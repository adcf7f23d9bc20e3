#!/usr/bin/env bash
# Kills recording demos without a warning and says how much of what they recorded is lost.
#   kill_recording.sh --source FILE [--times 20] [--seed 1] [--out out/killed] [-- DEMO OPTIONS]
# Each demo lives for a random time between 4 and 12 s after its recording began, then gets kill -9. Lost of the film: that time less what
# ffmpeg decodes, which counts the moment before the first picture too. Lost of the log: the time since its last whole line was written,
# which counts the time until the next caption too. Both must be at most 1 s. Exit code 0: they were, 1: not, 2: could not run.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=demo_session.sh
. "$(dirname "$0")/demo_session.sh"

times=20 seed=1 out="$root/out/killed" source=''
most=1
while [ $# -gt 0 ]; do
  case "$1" in
    --) shift; break ;;
    --source|--times|--seed|--out) [ $# -gt 1 ] || die "$1 needs a value" ;;&
    --source) source="$2"; shift 2 ;;
    --times) times="$2"; shift 2 ;;
    --seed) seed="$2"; shift 2 ;;
    --out) out="$2"; shift 2 ;;
    *) die "unknown option $1; see the head of $0" ;;
  esac
done
[ -n "$source" ] || die "give --source FILE"
require ffmpeg ffprobe awk

# Whole lines only: a torn one is lost, and so is what it said.
log_is_whole() { [ -s "$1" ] && [ -z "$(tail -c 1 "$1" | tr -d '\n')" ] && tail -n 1 "$1" | grep -q '^{.*}$'; }

RANDOM=$seed
worst_film=0 worst_log=0 unplayable=0 torn=0
mkdir -p "$out"
echo 'kill,lived,film,film_lost,log_lines,log_lost' >"$out/killed.csv"
for ((i = 1; i <= times; i++)); do
  life="$(calculate "4 + 8 * ($RANDOM * 32768 + $RANDOM) / 1073741824")"
  start_demo "$out/$i" --source "$source" "$@"
  sleep "$life"
  kill -9 "$demo" || die "the demo ended by itself: $(tail -n 1 "$out/$i/demo.log")"
  killed="$EPOCHREALTIME"
  await_demo
  lived="$(calculate "$killed - $began")"
  film="$(film_seconds "$out/$i/recording.mp4")"
  [ -n "$film" ] || { unplayable=$((unplayable + 1)); film=0; }
  film_lost="$(calculate "$lived - $film")"
  if log_is_whole "$out/$i/session.jsonl"; then
    log_lost="$(calculate "$killed - $(stat -c %.6Y "$out/$i/session.jsonl")")"
  else
    torn=$((torn + 1)) log_lost="$lived"
  fi
  lines="$(wc -l <"$out/$i/session.jsonl")"
  echo "$i,$lived,$film,$film_lost,$lines,$log_lost" | tee -a "$out/killed.csv"
  worst_film="$(largest "$film_lost" "$worst_film")"
  worst_log="$(largest "$log_lost" "$worst_log")"
done
echo "$times kills: $unplayable films that do not play, $torn logs without a whole last line"
echo "worst loss: film $worst_film s, log $worst_log s (at most $most s)"
holds "$unplayable == 0 && $torn == 0 && $worst_film <= $most && $worst_log <= $most"
