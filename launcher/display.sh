# A virtual display for programs that draw where there is none.

# Starts Xvfb on a free display, and something that ends it when this process ends, however that happens:
# the program replaces this shell (exec), so that signals, exit code and process id are its own.
start_display() {
  local announced number server owner="$BASHPID"
  command -v Xvfb >/dev/null || die "no DISPLAY and no Xvfb: install the xvfb package"
  announced="$(mktemp)"
  # Its own session: Ctrl-C must reach the program, which still needs the display to close its recording.
  setsid Xvfb -displayfd 3 -screen 0 1920x1080x24 -nolisten tcp 3>"$announced" >/dev/null 2>&1 </dev/null 9>&- &
  server=$!
  for _ in $(seq 200); do
    number="$(cat "$announced")"
    [ -z "$number" ] || break
    kill -0 "$server" 2>/dev/null || break
    sleep 0.05
  done
  rm -f "$announced"
  [ -n "$number" ] || die "Xvfb did not start: run 'Xvfb :99' to see why, or set DISPLAY"
  setsid bash -c 'tail --pid="$1" -f /dev/null; kill "$2"' watch "$owner" "$server" >/dev/null 2>&1 </dev/null 9>&- &
  export DISPLAY=":$number"
}
