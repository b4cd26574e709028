/** What `--help` prints. */
export const usage = `agora-deploy: applies Prisma migrations to PostgreSQL, with nothing but Node.

  agora-deploy deploy   [--dry-run] [--to <migration>] [--allow <rule>]... [--backup-proof <file>]
  agora-deploy status
  agora-deploy rollback [--steps <n> | --to <migration> | --all] [--accept-data-loss] [--dry-run]
  agora-deploy stamp    <migration> | --all   --skip-compare [--dry-run]
  agora-deploy resolve  --applied <migration> | --rolled-back <migration>   [--dry-run]

  --migrations <folder>   the migrations folder; by default prisma/migrations
  --url <url>             a direct connection; by default DATABASE_URL, or the file that DATABASE_URL_FILE names
  --env <environment>     development, staging, production, or one of agora.config; by default AGORA_ENV, else NODE_ENV,
                          else development for a database on this machine and production for any other
  --config <file>         agora.config.mjs or .json; by default the nearest above the migrations
  --wait <60s>            wait for a server that does not answer yet; s, min or ms, seconds if bare
  --json                  the result as one JSON document on stdout, and what happens as lines of JSON on stderr
  --allow-missing         go on although applied migrations are missing on disk
  --create-database       in production too, create the database if it does not exist
  --backfills now|later   run backfills after their migrations (now, the default), or leave them; of backfill.ts runs
                          what it was compiled to, backfill.mjs
  --backup-proof <file>   where the proof of a backup is, instead of what the configuration says
  --lock-wait <seconds>   how long to wait for another run; by default 600
  --unknown-statement done|again   of a statement whose outcome a crash has hidden
  --commit <hash>         for the journal
  --version

stamp and resolve write the history and run nothing. There is no comparison with the catalog here: stamp wants
--skip-compare, and the command line of agora-db compares.

Exits 0 when done, 1 when it failed, 2 when status finds something, 64 when called wrongly, 130 and 143 when SIGINT or
SIGTERM stopped it: the transaction under way was rolled back, and the next run goes on.`;
