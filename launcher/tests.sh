# Runs every test project and counts: VSTest exits 0 when no test matched.

# Prints "passed failed skipped" of one result file; the counters of a .trx have no field for skipped tests.
count_results() {
  local passed failed skipped
  passed="$(grep -c '<UnitTestResult .*outcome="Passed"' "$1" || true)"
  failed="$(grep -cE '<UnitTestResult .*outcome="(Failed|Error|Timeout|Aborted)"' "$1" || true)"
  skipped="$(grep -c '<UnitTestResult .*outcome="NotExecuted"' "$1" || true)"
  echo "$passed $failed $skipped"
}

# Prints each reason for skipping once, with how many tests gave it.
skip_reasons() {
  sed -n '/outcome="NotExecuted"/,/<\/UnitTestResult>/s/.*<Message>\(.*\)<\/Message>.*/\1/p' "$1" | sort | uniq -c | sed 's/^ *\([0-9]*\) /  skipped \1: /'
}

test_projects() {
  local project
  for project in "$root"/tests/*.Tests/*.csproj; do basename "$project" .csproj; done
}

build_tests() {
  local stamp="$root/artifacts/$stack/.built-tests"
  newer_than "$stamp" "${sources[@]}" tests VlDistill.sln || return 0
  touch "$stamp.begun"
  say "building the tests"
  dotnet_build build-tests VlDistill.sln || return 1
  mv "$stamp.begun" "$stamp"
}

# Arguments go to every `dotnet test`, e.g. --filter Name.
run_tests() {
  local project assembly results="$root/artifacts/$stack/results" broken=0 passed=0 failed=0 skipped=0 p f s begun
  build_tests || die "the tests do not build (see above)"
  rm -rf "$results"; mkdir -p "$results"
  start_display
  for project in $(test_projects); do
    begun=$SECONDS
    assembly=("$root/artifacts/$stack/bin/$project/release/"*"$project.dll")
    (cd "$root" && timeout 1500 dotnet test "${assembly[0]}" --nologo \
      --logger "trx;LogFileName=$project.trx" --logger "console;verbosity=minimal" \
      --results-directory "$results" "$@" </dev/null \
      | sed -E '/^(Starting test execution|A total of|Results File|Passed!|  Skipped |.*\[SKIP\]$|$)/d') || say "$project: dotnet test exited $?"
    if [ -s "$results/$project.trx" ]; then
      read -r p f s < <(count_results "$results/$project.trx")
      grep -q '<ResultSummary outcome="\(Completed\|Passed\)"' "$results/$project.trx" || [ "$f" -gt 0 ] || f=1
    else
      # A filter may leave a project without tests; a run that ended without results is a crash.
      p=0 f=0 s=0
      case " $* " in *' --filter'*) ;; *) f=1; broken=1 ;; esac
    fi
    say "$project: $p passed, $f failed, $s skipped ($((SECONDS - begun)) s)"
    [ "$s" -eq 0 ] || skip_reasons "$results/$project.trx" >&2
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  done
  [ "$broken" -eq 0 ] || say "a test project ended without results (see above)"
  [ "$((passed + failed))" -gt 0 ] || say "no test ran"
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
