# Debian packages each stack needs, installed when missing.

system_stack_packages=(libtorch-dev libopenblas0-pthread libopencv-dev libglfw3 libgl1 libgl1-mesa-dri g++)
display_packages=(xvfb libgl1 libgl1-mesa-dri)

# Prints the packages out of its arguments that are not installed.
missing_packages() {
  local installed package
  # The query exits 1 for a package it has never heard of; that is an answer here.
  installed=" $(dpkg-query -W -f '${Package}:${db:Status-Status} ' "$@" 2>/dev/null || true)"
  for package in "$@"; do
    case "$installed" in *" $package:installed "*) ;; *) printf '%s ' "$package" ;; esac
  done
}

# Packages the chosen stack needs here: npm only brings ONNX Runtime, and any npm will do.
needed_packages() {
  local needed=()
  [ "$1" != system ] || needed+=("${system_stack_packages[@]}")
  [ "$1" != system ] || command -v npm >/dev/null || needed+=(npm)
  [ -n "${DISPLAY:-}" ] && [ "$command" != test ] || needed+=("${display_packages[@]}")
  [ "${#needed[@]}" -eq 0 ] || printf '%s\n' "${needed[@]}" | sort -u
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; return; fi
  command -v sudo >/dev/null || die "'$*' needs root and there is no sudo: run it as root, then start again"
  sudo "$@"
}

apt() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@"; }

install_packages() {
  local needed missing
  mapfile -t needed < <(needed_packages "$1")
  [ "${#needed[@]}" -gt 0 ] || return 0
  command -v dpkg-query >/dev/null || { say "no dpkg here: make sure these are installed: ${needed[*]}"; return 0; }
  read -ra missing < <(missing_packages "${needed[@]}") || true
  [ "${#missing[@]}" -gt 0 ] || return 0
  say "installing ${missing[*]} (apt)"
  quietly apt-update apt update || say "apt-get update failed: trying with the package lists there are"
  quietly apt-install apt install -y --no-install-recommends "${missing[@]}" \
    || die "apt could not install ${missing[*]}: install them by hand and start again"
}
