#!/bin/sh
# From a merge to production, a step after the other; the first that fails ends it. STAGING_URL and PRODUCTION_URL come
# from where the pipeline keeps its secrets.
set -eu
agora() {
  echo "> agora $*" | sed 's#//[^@]*@#//***@#'
  npx --no agora "$@"
}

agora migrate lint
agora migrate verify

# Staging has what production will have, and shows first what it makes of it.
export AGORA_ENV=staging DATABASE_URL="$STAGING_URL"
agora migrate deploy
agora migrate drift

# Production only with a backup that was restored, and from a catalog that is what its history says.
export AGORA_ENV=production DATABASE_URL="$PRODUCTION_URL"
agora migrate drift
agora backup create --verify
agora migrate deploy
agora migrate drift
