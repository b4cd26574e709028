import type { Table } from '@agora/core';

/** Every error code of this package, with its meaning in one line. */
export const operationsErrorCodes = {
  'operations.reset_refused': 'The environment does not allow its database to be reset.',
  'operations.refused_in_production': 'What destroys data was asked for, and the environment is production.',
  'operations.foreign_database': 'The database holds what this project did not make; nothing was dropped.',
  'operations.no_rights': 'The login may not drop the schema that is to be made anew.',
  'operations.reaches_outside':
    'Dropping the schema would take along what lies in other schemas; nothing was dropped.',
  'operations.external': 'A schema that is to be dropped holds what prisma.config.ts says others manage.',
  'operations.schema_in_use': 'Other sessions hold locks on the schema that is to be dropped.',
  'operations.seed_failed': 'The seed command of the project ended with an error, or could not be started.',
  'operations.branch_name': 'The name cannot be that of a branch.',
  'operations.branch_exists':
    'There is a branch of that name already, or a database of the name that it would have.',
  'operations.no_branch': 'The development database has no branch of that name that agora has made.',
  'operations.branch_in_use': 'Sessions are in the database that is to be copied or dropped.',
  'operations.long_query': 'A statement has run for longer than health.limits allows.',
  'operations.long_transaction': 'A transaction has been open for longer than health.limits allows.',
  'operations.idle_transaction': 'A transaction has been idle for longer than health.limits allows.',
  'operations.few_connections': 'More connections are in use than health.limits allows.',
  'operations.cache_misses': 'Fewer reads are answered by memory than health.limits wants.',
  'operations.replication_lag': 'A replica is further behind than health.limits allows.',
  'operations.replica_missing': 'A replica that must be there is not, or nobody uses a slot that is kept.',
  'operations.journal_size': 'The journal of migrations is larger than health.limits allows.',
  'operations.history_behind': 'Migrations of the folder are not applied, or stopped half-way.',
  'operations.invalid_index': 'Indexes are not valid.',
  'operations.unvalidated_constraint': 'Constraints were never validated.',
  'operations.check_found_rows': 'A check of the project found rows, and must find none.',
  'operations.check_failed': 'A check of the project could not be run.',
  'operations.request_failed': 'A request of the configuration was not answered as it must be.',
  'operations.no_way_back': 'A migration that is to be deployed has no way back.',
  'operations.unproven_way_back':
    'The way back of a migration that is to be deployed is not proven as it is now.',
  'operations.blocking_session': 'A transaction is open that the deploy, and all behind it, would wait for.',
  'operations.no_room': 'There may be too little room on the disk for what the deploy rewrites.',
  'operations.not_deployed_before': 'A migration was not deployed where watch.after wants it first.',
  'operations.command_failed': 'A command of watch.maintenance failed.',
  'operations.drift': 'After the deploy the catalog is not what the history makes.',
  'operations.smoke_test_failed': 'A request or command of watch.smoke failed.',
  'operations.slower': 'After the deploy it is slower than watch.slower allows.',
  'operations.more_errors': 'After the deploy more fails than watch.errors allows.',
  'operations.recovery_refused':
    'The server, the role or the database does not allow a recovery; nothing was touched.',
  'operations.recovery_running': 'Somebody recovers the same database now.',
  'operations.recovery_not_backed_up': 'What is there could not be backed up before a recovery.',
  'operations.recovery_incomplete': 'Something of the old database could not be given to the restored one.',
  'operations.recovery_swapped': 'The restored database is in place already.',
  'operations.sessions_stay': 'Sessions in a database that is to be renamed do not end.',
  'operations.no_recovery': 'No recovery is under way, or has left such a database.',
  'operations.tenant_unknown': 'No table has the column that is to say whose a row is.',
  'operations.table_unknown': 'A table that was named does not exist.',
  'operations.key_without_tenant':
    'A key, unique index or exclusion does not hold the tenant, so that shards cannot enforce it together.',
  'operations.foreign_key_without_tenant':
    'A foreign key between tenants’ tables does not go from tenant to tenant.',
  'operations.foreign_key_action': 'An action of a foreign key would change the tenant of a row.',
  'operations.points_at_tenant': 'A table without the tenant points at one that is spread by it.',
  'operations.tenant_type': 'The column of the tenant has another type than in other tables.',
  'operations.tenant_nullable': 'The column of the tenant may be NULL.',
  'operations.tenant_computed': 'The column of the tenant gets its value from the server.',
  'operations.narrow_sequence': 'A column is numbered by a sequence and is narrower than bigint.',
  'operations.policy_subquery': 'A policy has a subquery, which shards cannot answer.',
  'operations.trigger_reaches_rows': 'A trigger reads or writes other rows than its own.',
  'operations.trigger_notifies': 'A trigger sends a NOTIFY, which listeners on the coordinator do not hear.',
  'operations.trigger_transition_tables': 'A trigger has transition tables, of which a shard has a part.',
  'operations.inherits': 'A table inherits from another, or hands down to it.',
  'operations.nested_partitions': 'Partitions of a table are partitioned themselves.',
  'operations.no_mailer': 'The package that sends mail is not installed.',
  'operations.interrupted': 'Ctrl-C was pressed before the work was done.',
} as const;

declare module '@agora/core' {
  interface ErrorCodes extends Table<typeof operationsErrorCodes> {}
}
