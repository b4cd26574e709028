import { type Fault, someNames } from '@agora/core';

/** A disagreement between the folder and the database, with what to do about it. */
export type Violation = Fault &
  (
    | { readonly kind: 'edited'; readonly migration: string }
    | { readonly kind: 'missing-on-disk'; readonly migration: string }
    | { readonly kind: 'out-of-order'; readonly migration: string; readonly after: string }
    | { readonly kind: 'failed'; readonly migration: string }
    | { readonly kind: 'half-replaced'; readonly migration: string }
    | { readonly kind: 'unknown' }
    | { readonly kind: 'two-heads'; readonly disk: readonly string[]; readonly database: readonly string[] }
    | { readonly kind: 'bad-directory'; readonly migration: string }
    | { readonly kind: 'lock-file-mismatch' }
  );

export type ViolationKind = Violation['kind'];

export function edited(migration: string, stored: string, found: string): Violation {
  return {
    kind: 'edited',
    migration,
    code: 'migrations.edited',
    message: `${migration} was edited after it was applied.`,
    why: `The database ran a migration.sql with checksum ${stored.slice(0, 12)}; the file now has ${found.slice(0, 12)}.`,
    fix: `Put the file back as it was (git log -- '*/${migration}/migration.sql') and make a new migration for the change: agora migrate create --name ...`,
  };
}

/** @param journal whether it is closed to this role, so that a mark of the migration cannot be seen */
export function missingOnDisk(migration: string, journal?: { readonly isClosed: boolean }): Violation {
  return {
    kind: 'missing-on-disk',
    migration,
    code: 'migrations.missing_on_disk',
    message: `${migration} is applied in the database and is not in the migrations folder.`,
    why: `It was deleted, or squashed into another, or comes from a branch that is not checked out here.${journal?.isClosed ? ' Whether it is marked compatible cannot be seen: this role may not read agora.migration_runs.' : ''}`,
    fix: `${journal?.isClosed ? 'As its owner: GRANT USAGE ON SCHEMA agora, and SELECT ON agora.migration_runs, TO this role. ' : ''}Restore the folder from version control. One that only adds may be ahead of an older folder when its first lines say "-- agora: compatible". After a squash: write "-- agora: replaces ${migration}" into the squashed migration, or list it under migrations.forgotten in agora.config.ts.`,
  };
}

export function renamed(migration: string, now: string): Violation {
  return {
    kind: 'missing-on-disk',
    migration,
    code: 'migrations.renamed',
    message: `${migration} is applied in the database, and its folder is called ${now} now.`,
    why: 'The SQL of both is the same, and a history knows migrations by their names.',
    fix: `Give the folder its old name back: git mv ${now} ${migration}. Where the new name must stay: write "-- agora: replaces ${migration}" into its migration.sql, and the next deploy records it without running it.`,
  };
}

export function outOfOrder(migration: string, after: string): Violation {
  return {
    kind: 'out-of-order',
    migration,
    after,
    code: 'migrations.out_of_order',
    message: `${migration} is pending, but ${after}, which comes after it, is applied.`,
    why: 'It was merged late: other databases would run the two in the other order.',
    fix: 'Give it a newer timestamp, so that it is applied last everywhere: agora migrate rebase --base <the branch merged into>. In development --allow-out-of-order applies it as it is.',
  };
}

export function halfReplaced(migration: string, missing: readonly string[]): Violation {
  return {
    kind: 'half-replaced',
    migration,
    code: 'migrations.half_replaced',
    message: `${migration} replaces migrations of which some are applied here and some are not.`,
    why: `Not applied: ${missing.join(', ')}. Run as a whole it would make again what is there; recorded it would leave out the rest.`,
    fix: 'Deploy the last version from before the squash, which has them; then deploy this one.',
  };
}

export function replacedOther(migration: string, replaced: string, stored: string): Violation {
  return {
    kind: 'edited',
    migration,
    code: 'migrations.edited',
    message: `${migration} replaces another ${replaced} than the one that is applied here.`,
    why: `The database ran a migration.sql with checksum ${stored.slice(0, 12)}; the squash was made of another text.`,
    fix: `Compare the two (git log -- '*/${replaced}/migration.sql'). If they do the same, take "sha256:..." out of the line "-- agora: replaces ${replaced}".`,
  };
}

/** Behind its message the engine logs where in its own code it was. */
function messageOf(logs: string | null): string | undefined {
  return logs?.split(/\n\s*0: /)[0]?.trim();
}

/** @param done steps that are applied, where Agora counted them */
export function failedAndGone(migration: string, logs: string | null, done: number | undefined): Violation {
  const failure = messageOf(logs);
  const resolve = `agora migrate resolve --rolled-back ${migration}`;
  const state = done === undefined ? 'was begun and not finished' : `is applied half-way (${done} steps)`;
  return {
    kind: 'failed',
    migration,
    code: 'migrations.failed',
    message: `${migration} ${done === 0 ? 'failed before anything of it was applied' : state}, and its folder is gone.`,
    why: failure ? `It stopped with: ${failure}` : 'It was renamed or deleted after it had failed.',
    fix:
      done === 0
        ? `Take it off the record: ${resolve}. What stands in its place is then applied by: agora migrate deploy`
        : `Look at what it changed and undo that, then: ${resolve}. Or restore its folder from version control, and go on with it: agora migrate deploy`,
  };
}

export function failed(migration: string, logs: string | null): Violation {
  const failure = messageOf(logs);
  return {
    kind: 'failed',
    migration,
    code: 'migrations.failed',
    message: `${migration} was begun, by Prisma or by SQL that psql ran, and not finished.`,
    why: failure
      ? `It stopped with: ${failure}`
      : 'It is still running, or was killed. What it did cannot be told from here.',
    fix: `Look at what it changed. If you undid it: agora migrate resolve --rolled-back ${migration}. If you completed it: agora migrate resolve --applied ${migration}.`,
  };
}

export function unmanaged(tables: readonly string[]): Violation {
  return {
    kind: 'unknown',
    code: 'migrations.unmanaged_database',
    message: 'The database has tables but no migration history.',
    why: `Found ${someNames(tables)}.`,
    fix: 'Check the database URL. If it is the right one and the folder has the migrations that made it: agora migrate stamp <migration>. If another runner made it: agora migrate import <folder> --from <runner>. If no migration did, its schema becomes the first one. Pull it with Prisma (prisma db pull); make the migration: agora migrate create baseline --empty; its SQL is what this prints: agora migrate drift --keep; then: agora migrate stamp --all.',
  };
}

export function foreign(names: readonly string[], schema: string): Violation {
  return {
    kind: 'unknown',
    code: 'migrations.foreign_history',
    message: 'The database belongs to another project.',
    why: `None of its ${names.length} applied migrations (the last is ${names.at(-1)}, in schema ${schema}) is in this migrations folder.`,
    fix: 'Check the database URL and its ?schema= parameter, and the migrations path in prisma.config.ts. After a squash of the whole history: agora migrate resolve --applied <the squashed migration>, and list the old ones under migrations.forgotten in agora.config.ts.',
  };
}

export function twoHeads(disk: readonly string[], database: readonly string[]): Violation {
  return {
    kind: 'two-heads',
    disk,
    database,
    code: 'migrations.two_heads',
    message: `The histories have parted: ${database.length} applied here and unknown on disk, ${disk.length} on disk and not applied.`,
    why: `The database went on with ${database.join(', ')}; the folder goes on with ${disk.join(', ')}.`,
    fix: 'Check out the branch the database was migrated from, or merge it. In development: roll back from that branch (agora migrate rollback), and deploy from this one.',
  };
}

export function badDirectory(migration: string, problem: string): Violation {
  return {
    kind: 'bad-directory',
    migration,
    code: 'migrations.bad_directory',
    message: `The folder ${migration} is no migration: ${problem}.`,
    why: 'Every folder among the migrations is one to Prisma, which stops at those without a migration.sql.',
    fix: 'Restore the file, or move the folder elsewhere.',
  };
}

export function lockFileMismatch(provider: string): Violation {
  return {
    kind: 'lock-file-mismatch',
    code: 'migrations.lock_file_mismatch',
    message: `migration_lock.toml says the migrations are for ${provider}.`,
    why: 'They are written in the SQL of that database, and this one is PostgreSQL.',
    fix: 'Use the migrations folder for PostgreSQL; if the file is wrong, set provider = "postgresql" in it.',
  };
}
