#!/usr/bin/env bash
# Runs the demo for long and says whether it keeps its memory and its handles.
#   soak.sh --source FILE [--seconds 1800] [--interrupt-after S] [--settle 60] [--every 5] [--out out/soak] [-- DEMO OPTIONS]
# Every few seconds a line of DIR/soak.csv: seconds since the recording began, resident memory, open handles, threads. Memory passes where the
# least-squares line over everything after the settling time rises or falls by at most 5 % of the mean. With --interrupt-after the session
# is ended by Ctrl-C. Either way the recording must be closed and play to its end. Exit code 0: all passed, 1: not, 2: could not run.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=demo_session.sh
. "$(dirname "$0")/demo_session.sh"

seconds=1800 interrupt='' settle=60 every=5 out="$root/out/soak" source=''
most_drift=5 most_handles=5
while [ $# -gt 0 ]; do
  case "$1" in
    --) shift; break ;;
    --source|--seconds|--interrupt-after|--settle|--every|--out) [ $# -gt 1 ] || die "$1 needs a value" ;;&
    --source) source="$2"; shift 2 ;;
    --seconds) seconds="$2"; shift 2 ;;
    --interrupt-after) interrupt="$2"; shift 2 ;;
    --settle) settle="$2"; shift 2 ;;
    --every) every="$2"; shift 2 ;;
    --out) out="$2"; shift 2 ;;
    *) die "unknown option $1; see the head of $0" ;;
  esac
done
[ -n "$source" ] || die "give --source FILE"
require ffmpeg ffprobe awk

sample() {
  local memory threads handles
  memory="$(awk '/^VmRSS/ { print $2 }' "/proc/$demo/status" 2>/dev/null)" && [ -n "$memory" ] || return 1
  threads="$(awk '/^Threads/ { print $2 }' "/proc/$demo/status" 2>/dev/null)" || return 1
  handles="$(find "/proc/$demo/fd" -mindepth 1 2>/dev/null | wc -l)"
  printf '%s,%s,%s,%s\n' "$(calculate "$EPOCHREALTIME - $began")" "$memory" "$handles" "$threads" >>"$out/soak.csv"
}

# The drift of a column of the csv after the settling time: first, least, most, mean, and the rise of the least-squares line.
drift() {
  awk -F, -v column="$1" -v settle="$settle" 'NR > 1 && $1 >= settle {
      x = $1; y = $column; if (!n) { first = least = most = y; from = x } to = x; n++
      if (y < least) least = y; if (y > most) most = y
      sx += x; sy += y; sxx += x * x; sxy += x * y }
    END { if (n < 3) exit 1; slope = (n * sxy - sx * sy) / (n * sxx - sx * sx)
      printf "%d %d %d %d %.4f\n", first, least, most, sy / n, slope * (to - from) }' "$out/soak.csv"
}

start_demo "$out" --source "$source" --seconds "$([ -n "$interrupt" ] && calculate "$interrupt + 600" || echo "$seconds")" "$@"
trap 'kill -9 "$demo" 2>/dev/null || true' EXIT
say "process $demo, samples in $out/soak.csv"
echo 'seconds,rss_kb,handles,threads' >"$out/soak.csv"
next="$began" stopped=''
while kill -0 "$demo" 2>/dev/null; do
  sample || break
  next="$(calculate "$next + $every")"
  until="$next"
  if [ -n "$interrupt" ] && holds "$began + $interrupt < $next"; then until="$(calculate "$began + $interrupt")"; fi
  sleep "$(largest 0 "$until - $EPOCHREALTIME")"
  if [ -n "$interrupt" ] && holds "$EPOCHREALTIME - $began >= $interrupt"; then
    stopped="$EPOCHREALTIME"
    kill -INT -- "-$demo"
    break
  fi
done
await_demo
ended="$EPOCHREALTIME"
trap - EXIT

verdict=0
check() { if holds "$1"; then echo "pass: $2"; else echo "FAIL: $2"; verdict=1; fi; }

if read -r first least most mean rise < <(drift 2); then
  percent="$(calculate "100 * $rise / $mean")"
  awk -v f="$first" -v l="$least" -v m="$most" -v a="$mean" 'BEGIN { printf "memory: %.1f MB after settling, then %.1f to %.1f MB, mean %.1f MB\n", f / 1024, l / 1024, m / 1024, a / 1024 }'
  check "$percent <= $most_drift && $percent >= -$most_drift" "memory drifts by $percent % (at most ±$most_drift %)"
  read -r first least most mean rise < <(drift 3)
  echo "handles: $first after settling, then $least to $most"
  check "$rise <= $most_handles" "handles grow by $(calculate "$rise") (at most $most_handles)"
  read -r first least most mean rise < <(drift 4)
  echo "threads: $first after settling, then $least to $most"
else
  check 0 "too few samples after $settle s; run for longer or give a smaller --settle"
fi
if [ -n "$stopped" ]; then echo "Ctrl-C: ended after $(calculate "$ended - $stopped") s"; fi
check "$code == 0" "the demo ended with code $code: $(tail -n 1 "$out/demo.log")"
film="$(film_seconds "$out/recording.mp4")"
length="$(ffprobe -v error -show_entries format=duration -of csv=p=0 "$out/recording.mp4" 2>/dev/null || true)"
if [ -n "$stopped" ]; then lived="$(calculate "$stopped - $began")"; else lived="$seconds"; fi
check "${film:-0} > 0 && ${film:-0} - ${length:-0} < 0.2 && ${length:-0} - ${film:-0} < 0.2 && $lived - ${film:-0} < 2" \
  "recording.mp4 plays ${film:-nothing} s to its end, its header says ${length:-nothing}, the session lasted $lived s"
check "$([ -s "$out/summary.json" ] && echo 1 || echo 0)" "summary.json is there"
exit "$verdict"
