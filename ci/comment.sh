#!/usr/bin/env bash
# Puts the report in $COMMENT on pull request $NUMBER: into the comment that begins with its first line, or a new one.
# A calm report makes no new comment. A token without the right to write, as on forks, fails nothing.
set -euo pipefail

comments=repos/$GITHUB_REPOSITORY/issues/$NUMBER/comments
IFS= read -r MARKER <"$COMMENT"
export MARKER

skip() {
  echo "::notice::claimlint: the comment could not be $1; the report is in the job summary"
  exit 0
}

mine='.[] | select(.body | startswith(env.MARKER)) | .id'
ids=$(gh api --paginate "$comments?per_page=100" --jq "$mine") || skip read
id=${ids%%$'\n'*}
if [ -n "$id" ]; then
  gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field "body=@$COMMENT" >/dev/null || skip updated
elif [ "$CALM" != true ]; then
  gh api --method POST "$comments" --field "body=@$COMMENT" >/dev/null || skip written
fi
