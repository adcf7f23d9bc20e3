# shellcheck shell=bash disable=SC2034
# Sourced: a headless demo in the background, and what its recording is worth.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"

# Jobs of their own process group: Ctrl-C goes to a group, and a shell's background jobs outside one ignore it.
set -m

say() { printf '%s: %s\n' "$(basename "$0" .sh)" "$*" >&2; }
die() { say "error: $*"; exit 2; }

require() {
  local tool
  for tool in "$@"; do command -v "$tool" >/dev/null || die "no $tool on PATH: install it (Debian: ffmpeg, gawk or mawk)"; done
}

# Starts the demo; the launcher becomes the program, so that $demo is its process and process group. Sets $demo and $began, the moment
# at which its recording was there.
start_demo() {
  local out="$1"; shift
  rm -rf "$out"
  mkdir -p "$out"
  # Started itself from a background job, it would have inherited that Ctrl-C is ignored.
  env --default-signal=INT,QUIT "$root/vldistill" demo --headless --out "$out" "$@" >"$out/demo.log" 2>&1 </dev/null &
  demo=$!
  until [ -e "$out/recording.mp4" ]; do
    kill -0 "$demo" 2>/dev/null || die "the demo ended before it recorded: $(tail -n 1 "$out/demo.log")"
    sleep 0.02
  done
  began="$EPOCHREALTIME"
}

# Waits for the demo and sets $code; the shell shall not announce how it ended.
await_demo() {
  code=0
  { wait "$demo" || code=$?; } 2>/dev/null
}

# Seconds of a film by its packets, and nothing where it cannot be decoded to its end.
film_seconds() {
  ffmpeg -v error -xerror -i "$1" -f null - >/dev/null 2>&1 </dev/null || return 0
  ffprobe -v error -count_packets -select_streams v:0 -show_entries stream=nb_read_packets,avg_frame_rate -of csv=p=0 "$1" |
    awk -F, '{ split($1, rate, "/"); if (rate[1] > 0) printf "%.3f", $2 * rate[2] / rate[1] }'
}

calculate() { awk "BEGIN { printf \"%.3f\", $1 }"; }

holds() { awk "BEGIN { exit !($1) }"; }

largest() { awk "BEGIN { a = $1; b = $2; printf \"%.3f\", (a > b ? a : b) }"; }
