import type { Table } from '@agora/core';

/** Reading the project and its folder. */
const projectCodes = {
  'migrations.no_config': 'There is no Prisma project where the command was started.',
  'migrations.bad_config': 'prisma.config.ts cannot be loaded.',
  'migrations.no_schema': 'A Prisma schema is needed, and there is none where it should be.',
  'migrations.other_database': 'The Prisma schema is for another database than PostgreSQL.',
  'migrations.no_schema_parser': 'Prisma’s parser of schemas is not installed.',
  'migrations.prisma_8': 'The history is that of Prisma 8, which is only read.',
  'migrations.no_url': 'No database URL is configured.',
  'migrations.folder_changed': 'The migrations folder has changed while a run was making others for it.',
  'migrations.folder_unreadable': 'The migrations folder cannot be read.',
  'migrations.not_utf8': 'A file of a migration is not UTF-8.',
  'migrations.not_whole': 'A script ends in the middle of a statement.',
} as const;

/** Disagreements between the folder and the database. */
const historyCodes = {
  'migrations.edited': 'A migration was edited after it was applied.',
  'migrations.missing_on_disk': 'An applied migration is not in the migrations folder.',
  'migrations.out_of_order': 'A pending migration comes before one that is applied.',
  'migrations.failed': 'Prisma began a migration and did not finish it.',
  'migrations.half_replaced': 'A squashed migration stands for others that are only partly applied.',
  'migrations.unmanaged_database': 'The database has tables and no migration history.',
  'migrations.foreign_history': 'The database belongs to another project.',
  'migrations.two_heads': 'Folder and database have gone on from the same migration in different ways.',
  'migrations.bad_directory': 'A folder among the migrations is none.',
  'migrations.lock_file_mismatch': 'migration_lock.toml names another database.',
} as const;

/** Deciding what to do. */
const planCodes = {
  'migrations.unknown_target': 'No migration has the name that was given.',
  'migrations.ambiguous_target': 'Several migrations match the name that was given.',
  'migrations.psql_command': 'A script holds what psql would run itself.',
  'migrations.own_transaction': 'BEGIN, COMMIT and ROLLBACK in a script do not pair.',
  'migrations.no_down': 'A migration to be rolled back has no down.sql.',
  'migrations.irreversible': 'A migration to be rolled back says that it cannot be.',
  'migrations.deploy_interrupted': 'A migration is applied half-way; a deploy goes on with it.',
  'migrations.rollback_interrupted': 'A migration is rolled back half-way; a rollback goes on with it.',
  'migrations.data_loss': 'A rollback would lose data and that was not accepted.',
  'migrations.rollback_would_fail': 'Rows that are there make a way back fail.',
  'migrations.purge_not_confirmed':
    'What is parked and not over is purged only with the name of the database.',
  'migrations.backup_required': 'The environment demands proof of a backup, and there is none that counts.',
  'migrations.hazard_not_allowed': 'The environment demands that hazards are allowed by name.',
  'migrations.no_database': 'The database does not exist, and is not created here.',
  'migrations.catalog_differs':
    'The database is not what the history would have made, as it is to be recorded.',
  'migrations.cannot_import':
    'Files or history of another migration runner cannot be taken over; all are listed.',
  'migrations.cannot_resolve': 'What is to be recorded of a migration is not what the history says of it.',
} as const;

/** Acting. */
const applyCodes = {
  'migrations.cannot_park':
    'What would be destroyed is to be parked, and the role may not make the schema for it.',
  'migrations.statement_failed': 'The server refused a statement of a migration.',
  'migrations.commit_failed': 'The transaction of a migration could not be committed.',
  'migrations.does_not_run': 'What was made for a new migration does not run behind the history.',
  'migrations.history_unreadable': 'The history table has another shape than Prisma’s.',
  'migrations.renamed': 'The folder of an applied migration has another name now.',
  'migrations.lock_released': 'A migration let go of the lock of migration runs, and another run has begun.',
  'migrations.lock_timeout': 'A migration did not get its locks and gave way.',
  'migrations.connection_lost': 'The connection was lost while a migration ran.',
  'migrations.pooled_connection': 'The database URL leads through a transaction pooler.',
  'migrations.read_only': 'The server, or the session, takes no writes.',
  'migrations.touches_server':
    'A replay would change what belongs to the server, such as a role; it was refused.',
  'migrations.interrupted': 'The run was stopped on request.',
  'migrations.resume_mismatch': 'Steps that have run were edited before the script was gone on with.',
  'migrations.unknown_outcome': 'Whether a statement took effect before a crash cannot be told.',
  'migrations.index_in_progress': 'Another session is building an index that a migration would build.',
  'migrations.unexpected_error': 'A fault that is none of the above.',
} as const;

/** The deployer's own command line. */
const deployerCodes = {
  'migrations.usage': 'The deployer was called with arguments it does not know.',
} as const;

/** Linting. */
const lintCodes = {
  'lint.unknown_rule': 'A severity is given for a lint rule that does not exist.',
} as const;

/** Changing rows in batches. */
const backfillCodes = {
  'backfill.bad_file': 'A backfill.sql cannot be read; every problem is named with its line.',
  'backfill.bad_module': 'A backfill.ts exports no backfill, or one that does not fit its table.',
  'backfill.not_compiled': 'A backfill.ts has no compiled form where only that can run.',
  'backfill.no_table': 'What a backfill names cannot be walked as a table.',
  'backfill.no_key': 'A table has no unique index on the key that a backfill walks by.',
  'backfill.changes_key': 'A backfill changes the key that it walks by.',
  'backfill.no_state': 'The table where backfills keep their place cannot be made.',
  'backfill.busy': 'Another session runs a backfill of the same table.',
  'backfill.edited': 'A backfill was edited while it is on its way.',
  'backfill.failed': 'The server refused a batch.',
  'backfill.function_failed': 'The function of a backfill.ts failed on a row.',
  'backfill.rows_hidden': 'Row-level security hides rows from the role that runs a backfill.',
  'backfill.not_done': 'A backfill has met every row, and its query is still not true.',
  'backfill.not_there': 'The migration that was named has no backfill, or is not applied.',
  'backfill.unfinished': 'A migration waits for a backfill that is not done.',
} as const;

/** Proving, creating, comparing. */
const proofCodes = {
  'migrations.script_failed': 'A script failed on a scratch database.',
  'migrations.replay_failed': 'The history does not run from nothing.',
  'migrations.rows_hidden': 'Row-level security hides rows from the role that proves.',
  'migrations.no_scratch': 'The server does not let this role make temporary databases.',
  'migrations.init_failed': 'The SQL of migrations.initShadowDb does not run in an empty database.',
  'migrations.scratch_too_large': 'A script outgrew the scratch database that it was tried on.',
  'migrations.not_in_git': 'What is staged was asked for where there is no git repository, or no git.',
  'migrations.bad_ref': 'A git ref that this branch comes from was expected.',
  'migrations.bad_name': 'The name cannot be that of a migration.',
  'migrations.name_taken': 'There is a migration of that name.',
  'migrations.expansion_open': 'A change concerns what an expansion has not contracted yet.',
  'migrations.nothing_to_contract': 'There is no open expansion of what was named.',
  'migrations.not_filled': 'The backfill of an expansion is not done.',
  'migrations.cannot_undo': 'A migration, or this part of it, cannot be taken back by a new one.',
  'migrations.bad_rename': 'A rename that was asked for cannot be done.',
  'migrations.cannot_squash': 'Migrations cannot be made into one with the same schema and rows.',
  'migrations.not_merged': 'The base branch has migrations that are not here yet.',
  'migrations.applied_here': 'A migration that is to be renamed or rewritten is applied in the database.',
  'migrations.unseen': 'It cannot be seen which migrations are applied.',
} as const;

/** Writing documentation. */
const docsCodes = {
  'docs.invalid_schema': 'The Prisma schema cannot be read.',
  'docs.foreign_folder': 'The folder for the documentation holds a README.md of somebody else.',
} as const;

/** What stands against a merge. */
const checkCodes = {
  'check.edited': 'A migration of the base branch was edited.',
  'check.deleted': 'A migration of the base branch was deleted.',
  'check.two_heads': 'This branch and the base branch each have migrations the other lacks.',
  'check.out_of_order': 'A new migration comes before the last one of the base branch.',
  'check.model_without_migration': 'The Prisma schema has changes that no migration makes.',
  'check.history_broken': 'Prisma cannot read the schema, or replay the history.',
  'check.missing_down': 'A migration has no way back and does not say that there is none.',
  'check.unproven_down': 'A way back does not lead back.',
  'check.docs_out_of_date': 'The documentation of the database is not what the migrations make.',
} as const;

/** Every error code of this package with its meaning in one line. */
export const migrationsErrorCodes = Object.freeze({
  ...projectCodes,
  ...historyCodes,
  ...planCodes,
  ...applyCodes,
  ...deployerCodes,
  ...lintCodes,
  ...docsCodes,
  ...checkCodes,
  ...backfillCodes,
  ...proofCodes,
});

/** A code of {@link migrationsErrorCodes}. */
export type MigrationsErrorCode = keyof typeof migrationsErrorCodes;

declare module '@agora/core' {
  interface ErrorCodes extends Table<typeof migrationsErrorCodes> {
    /** A finding, by its rule. */
    [rule: `lint.${string}`]: string;
  }
}
