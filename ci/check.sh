#!/usr/bin/env bash
# One run of claimlint in a workflow: reports into $RUNNER_TEMP/claimlint, the job summary, and the step's outputs
# (status, sarif, html, comment, calm). It succeeds whatever claimlint finds; a later step exits with the status.
set -euo pipefail

fail() {
  echo "::error::claimlint: $1"
  exit 2
}

shows_findings() {
  if [ "$PUBLIC" = true ]; then return 0; fi
  local private=$PRIVATE
  if [ -z "$private" ]; then # scheduled runs are not told
    private=$(gh api "repos/$GITHUB_REPOSITORY" --jq .private 2>/dev/null) || private=
  fi
  [ "$private" = true ]
}

reports=$RUNNER_TEMP/claimlint
rm -rf "$reports"
mkdir -p "$reports"

arguments=(--fail-on "$FAIL_ON")
if [ -n "$JURISDICTION" ]; then arguments+=(--jurisdiction "$JURISDICTION"); fi
case $SCOPE in
  everything) ;;
  auto | changed)
    if [ -n "$BASE" ]; then
      arguments+=(--changed-since "$BASE")
    elif [ "$SCOPE" = changed ]; then
      fail "“scope: changed” needs a pull request; use auto or everything"
    fi
    ;;
  *) fail "“scope” is none of auto, changed, everything" ;;
esac

sarif="" html=""
if shows_findings; then
  sarif=$reports/claimlint.sarif
  html=$reports/claimlint.html
  arguments+=(--output "markdown=$reports/comment.md" --output "sarif=$sarif" --output "html=$html")
else
  arguments+=(--format markdown-counts --output-file "$reports/comment.md")
fi

paths=()
while IFS= read -r path; do
  if [ -n "$path" ]; then paths+=("$path"); fi
done <<<"$PATHS"

status=0
claimlint check "${arguments[@]}" --output "json=$reports/claimlint.json" -- ${paths[@]+"${paths[@]}"} || status=$?

comment="" calm=false
if [ -f "$reports/comment.md" ]; then
  comment=$reports/comment.md
  cat "$comment" >>"$GITHUB_STEP_SUMMARY"
fi
if [ "$status" = 0 ] && grep -q '^  "findings": \[\],$' "$reports/claimlint.json"; then calm=true; fi
if [ ! -f "$sarif" ]; then sarif=""; fi
if [ ! -f "$html" ]; then html=""; fi
{
  echo "status=$status"
  echo "sarif=$sarif"
  echo "html=$html"
  echo "comment=$comment"
  echo "calm=$calm"
} >>"$GITHUB_OUTPUT"
