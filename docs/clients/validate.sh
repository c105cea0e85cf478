#!/bin/sh
# Asks ClaimGate about files and prints its answers as they come: JSON, or a line each for files of many. Needs curl 7.71.
#
#     CLAIMS_URL=https://claims.example:8443 CLAIMS_KEY=cg_... validate.sh FILE...
#
#     .json     a care month, or a FHIR R4 Claim or Bundle
#     .ndjson   care months, one a line: read while they are sent
#     .837      a file of professional claims (X12)
#
# CLAIMS_CA names a PEM file of authorities, where the machine's own do not do. Exit status: 0 if every file was answered with
# 200, whatever the verdicts, else that of curl.
set -eu
url=${CLAIMS_URL:-http://127.0.0.1:8080}

# curl sends again what got 429 or 503, or no answer, and waits as Retry-After says. Sending again is always safe: the
# questions change nothing. The key is in a file that nobody else may read, not where `ps` shows it.
ask() {
  curl --silent --show-error --fail-with-body --max-time 600 --retry 4 --retry-connrefused \
    ${CLAIMS_CA:+--cacert "$CLAIMS_CA"} --config "$key" "$@"
}

# One document, sent and answered in gzip. The same Idempotency-Key for every try gives the same bytes.
document() {
  gzip -c "$1" >"$packed"
  ask --compressed -o "$answer" --data-binary "@$packed" -H "Content-Type: $2" -H 'Content-Encoding: gzip' \
    -H "Idempotency-Key: \"$(cat /proc/sys/kernel/random/uuid)\"" "$url$3"
  cat "$answer"
}

# A file of any size: answers come while it is still being sent. Where a program makes the lines, pipe them into `-T .`, which
# does not wait for what is not there yet.
stream() {
  ask --no-buffer -X POST -T "$1" -H "Content-Type: $2" -H 'Accept: application/x-ndjson' "$url/v1/claims/validate"
}

packed=$(mktemp)
answer=$(mktemp)
key=$(mktemp)
trap 'rm -f "$packed" "$answer" "$key"' EXIT
if [ -n "${CLAIMS_KEY:-}" ]; then printf 'header = "Authorization: Bearer %s"\n' "$CLAIMS_KEY" >"$key"; fi
for file in "$@"; do
  case $file in
    *.ndjson) stream "$file" application/x-ndjson ;;
    *.837) stream "$file" application/edi-x12 ;;
    *)
      # shellcheck disable=SC2016
      if grep -q '"resourceType"' "$file"; then
        document "$file" application/fhir+json '/fhir/Claim/$validate'
      else
        document "$file" application/json /v1/claims/validate
      fi
      ;;
  esac
done
