# Which packages the programs are built on: `nuget`, or `system` where the feed does not serve them.

stack_file="$root/.stack.props"

recorded_stack() { sed -n 's/.*<Stack>\(.*\)<\/Stack>.*/\1/p' "$stack_file" 2>/dev/null || true; }

record_stack() {
  printf '<Project><PropertyGroup><Stack>%s</Stack></PropertyGroup></Project>\n' "$1" >"$stack_file"
  say "stack: $1 ($2); kept in .stack.props, STACK=nuget|system changes it"
}

# Restores the four card packages alone, at the versions the solution pins.
probe_nuget() {
  local probe result=0 version package
  probe="$(mktemp -d)"
  {
    printf '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup><ItemGroup>'
    for package in TorchSharp Silk.NET.Windowing OpenCvSharp4 Microsoft.ML.OnnxRuntime.Gpu; do
      version="$(sed -n "s/.*Include=\"$package\" Version=\"\([^\"]*\)\".*/\1/p" "$root/Directory.Packages.props")"
      printf '<PackageReference Include="%s" Version="%s" />' "$package" "$version"
    done
    printf '</ItemGroup></Project>'
  } >"$probe/probe.csproj"
  mkdir -p "$logs"
  (cd "$probe" && timeout 900 dotnet restore probe.csproj) >"$logs/probe.log" 2>&1 </dev/null || result=1
  rm -rf "$probe"
  return $result
}

# Sets $stack: what the user asked for, else what an earlier start found, else what the feed serves.
choose_stack() {
  stack="${STACK:-}"
  case "$stack" in
    nuget|system) [ "$(recorded_stack)" = "$stack" ] || record_stack "$stack" "asked for by STACK"; return ;;
    '') ;;
    *) die "STACK is '$stack': it must be nuget or system" 1 ;;
  esac
  stack="$(recorded_stack)"
  [ -z "$stack" ] || return 0
  say "looking whether NuGet serves TorchSharp, Silk.NET, OpenCvSharp4 and ONNX Runtime"
  if probe_nuget; then
    stack=nuget; record_stack nuget "the feed serves all four"
  else
    stack=system; record_stack system "$(probe_fault)"
  fi
}

probe_fault() {
  sed -n 's/^.*error \(NU[0-9]*: .*\)$/\1/p' "$logs/probe.log" | head -n 1 | grep . || echo "the restore gave no answer, see $logs/probe.log"
}
