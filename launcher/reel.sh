# Real pictures and video to show where there is no camera.

reel="${XDG_CACHE_HOME:-$HOME/.cache}/vldistill/reel"
# Shown in the order of these names, what the models know best first.
reel_files=(messi5.jpg=1-football.jpg chicky_512.png=2-dog.png vtest.avi=3-street.avi squirrel_cls.jpg=4-squirrel.jpg
  leuvenA.jpg=5-village.jpg building.jpg=6-hotel.jpg basketball1.png=7-office.png)

# True for `--source auto`, or none, on a machine without a camera.
wants_reel() {
  local source=auto
  while [ $# -gt 0 ]; do
    case "$1" in
      --source) source="${2:-}" ;;
      --source=*) source="${1#--source=}" ;;
      -h|--help|--list-cameras) return 1 ;;
    esac
    shift
  done
  [ "$source" = auto ] && ! compgen -G '/dev/video*' >/dev/null
}

# Takes a street video and photographs out of Debian's opencv-doc, without installing it.
fill_reel() {
  local work log="$logs/reel.log"
  [ ! -d "$reel" ] || return 0
  say "no camera: fetching the sample reel from Debian's opencv-doc into $reel (96 MB, once)"
  mkdir -p "$(dirname "$reel")" "$logs"
  work="$(mktemp -d "$(dirname "$reel")/reel.XXXXXX")"
  if unpack_reel "$work" >"$log" 2>&1 && mv -T "$work/reel" "$reel"; then
    rm -rf "$work"
  else
    rm -rf "$work"
    say "warning: no sample reel ($(tail -n 1 "$log")): run 'apt-get update' and start again, or give --source FILE"
  fi
}

# A subshell, for the program must start where the user did.
unpack_reel() (
  cd "$1" || exit 1
  apt-get -qq download opencv-doc || { apt update && apt-get -qq download opencv-doc; } || exit 1
  dpkg-deb -x opencv-doc_*.deb x || exit 1
  mkdir reel
  for file in "${reel_files[@]}"; do
    cp "x/usr/share/doc/opencv-doc/examples/data/${file%=*}" "reel/${file#*=}" || exit 1
  done
)
