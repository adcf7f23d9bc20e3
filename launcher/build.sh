# Builds what changed and checks that every native library answers.

assembly() { printf '%s/artifacts/%s/bin/%s/release/VlDistill.%s.dll' "$root" "$stack" "$1" "$1"; }

# True when a source, or a folder's list of files, is newer than the stamp.
newer_than() {
  [ ! -e "$1" ] || [ -n "$(cd "$root" && find "${@:2}" -newer "$1" -print -quit 2>/dev/null)" ]
}

sources=(src compat shaders Directory.Build.props Directory.Build.targets Directory.Packages.props global.json .stack.props)

dotnet_build() {
  local log="$1"; shift
  (cd "$root" && quietly "$log" dotnet build "$@" -c Release -p:Stack="$stack" -v q --nologo)
}

# The stamp takes the time the build began, so that a file saved meanwhile counts as newer.
build_programs() {
  local stamp="$root/artifacts/$stack/.built"
  newer_than "$stamp" "${sources[@]}" || return 0
  mkdir -p "$root/artifacts/$stack"
  touch "$stamp.begun"
  say "building (${stack} stack)"
  dotnet_build build-trainer src/Trainer || return 1
  dotnet_build build-demo src/Demo || return 1
  self_test || return 1
  mv "$stamp.begun" "$stamp"
  # So that the demo's launch time does not include a build.
  VLDISTILL_BUILT_AT="$(date +%s%3N)"; export VLDISTILL_BUILT_AT
}

self_test() {
  say "self-test of the native libraries"
  quietly self-test-trainer dotnet "$(assembly Trainer)" self-test || return 1
  ( [ -n "${DISPLAY:-}" ] || start_display; quietly self-test-demo dotnet "$(assembly Demo)" self-test )
}

require_dotnet() {
  local sdk
  command -v dotnet >/dev/null || die "no dotnet on PATH: install the .NET 10 SDK (https://dot.net/download)"
  # global.json decides the SDK, and is read from the working directory up.
  sdk="$(cd "$root" && dotnet --version 2>/dev/null)" || die "the .NET SDK that global.json asks for is not installed: install the .NET 10 SDK (https://dot.net/download)"
  [ "${sdk%%.*}" -ge 10 ] || die "the .NET SDK here is $sdk: install the .NET 10 SDK (https://dot.net/download)"
}

# Chooses the stack, installs, builds; a nuget stack that does not work here gives way to the system stack, with the reason.
prepare() {
  mkdir -p "$root/artifacts"
  exec 9>"$root/artifacts/.lock"
  flock -n 9 || { say "waiting for another build of this folder"; flock 9; }
  if [ -z "$(recorded_stack)" ] || [ ! -e "$root/artifacts/$(recorded_stack)/.built" ]; then require_dotnet; fi
  choose_stack
  install_packages "$stack"
  if ! build_programs; then
    [ "$stack" = nuget ] && [ -z "${STACK:-}" ] && command -v dpkg-query >/dev/null || die "the $stack stack does not work here (see above)"
    stack=system
    record_stack system "the nuget stack failed its build or self-test, see above"
    install_packages "$stack"
    build_programs || die "neither stack works here (see above)"
  fi
  exec 9>&-
}
