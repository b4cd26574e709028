import type { ServerError } from './server-error.ts';
import { SQLSTATE, type SqlStateName } from './sqlstate.ts';

/** What is known about one SQLSTATE. */
interface SqlCondition {
  /** One line for the table of codes. */
  meaning: string;
  why(error: ServerError): string;
  fix(error: ServerError): string;
}

const named = (kind: string, name: string | undefined): string => (name ? `${kind} "${name}"` : `a ${kind}`);

/** The conditions with a why and a fix of their own. */
const conditions = {
  protocolViolation: {
    meaning: 'The connection and the server disagree about the protocol.',
    why: () =>
      'Something between here and the server does not speak PostgreSQL, or a pooler refused a setting.',
    fix: () =>
      'Connect to the server directly, not through a pooler, and check the port; an application says pgbouncer=true in the URL.',
  },
  stringDataRightTruncation: {
    meaning: 'A text is longer than its column allows.',
    why: () => 'A text is longer than its column allows.',
    fix: () => 'Shorten the value or widen the column.',
  },
  numericValueOutOfRange: {
    meaning: 'A number does not fit its type.',
    why: () => 'A number does not fit the type of its column or expression.',
    fix: () => 'Use a wider type (bigint, numeric) or a smaller value.',
  },
  divisionByZero: {
    meaning: 'A division by zero.',
    why: () => 'An expression divided by zero.',
    fix: () => 'Guard the divisor with NULLIF(divisor, 0).',
  },
  characterNotInRepertoire: {
    meaning: 'Bytes that are not valid in the encoding of the database.',
    why: () => 'A text holds bytes that are not valid UTF-8, or the character with code zero.',
    fix: () => 'Remove the invalid characters, or store the value as bytea.',
  },
  untranslatableCharacter: {
    meaning: 'A character that the encoding of the database does not have.',
    why: () => 'The encoding of the database has no such character.',
    fix: () =>
      'Write it with the characters that the encoding has. All are in UTF8, which a new database can have (CREATE DATABASE ... ENCODING); that of one that is there cannot be changed.',
  },
  invalidTextRepresentation: {
    meaning: 'A text cannot be read as a value of its type.',
    why: () => 'A text cannot be read as a value of its type.',
    fix: () => 'Correct the value named in the message.',
  },
  badCopyFileFormat: {
    meaning: 'The data sent by COPY is malformed.',
    why: (error) => error.where ?? 'The number of columns or the escaping of a line is wrong.',
    fix: () => 'Compare the columns of the COPY statement with the rows.',
  },
  notNullViolation: {
    meaning: 'A required column got no value.',
    why: (error) => `${named('column', error.column)} must have a value.`,
    fix: (error) => `Give ${named('column', error.column)} a value, or a default.`,
  },
  foreignKeyViolation: {
    meaning: 'A row points to one that does not exist, or is still pointed to.',
    why: (error) => `${named('constraint', error.constraint)} ties the row to another one.`,
    fix: () => 'Write the row it points to first, or remove the rows that point to it first.',
  },
  restrictViolation: {
    meaning: 'A row is still pointed to, and its key may not go (RESTRICT).',
    why: (error) => `${named('constraint', error.constraint)} keeps a row that others point to.`,
    fix: () => 'Remove the rows that point to it first, or let them point elsewhere.',
  },
  uniqueViolation: {
    meaning: 'A row with the same key exists already.',
    why: (error) => `${named('constraint', error.constraint)} allows each key once.`,
    fix: () => 'Change the key, or use INSERT ... ON CONFLICT.',
  },
  checkViolation: {
    meaning: 'A row breaks a rule of its table.',
    why: (error) => `${named('constraint', error.constraint)} forbids this row.`,
    fix: () => 'Correct the value; the rule stands in the definition of the constraint.',
  },
  exclusionViolation: {
    meaning: 'A row conflicts with another one.',
    why: (error) => `${named('constraint', error.constraint)} forbids rows that overlap.`,
    fix: () => 'Change the row so that it no longer overlaps the one in the detail.',
  },
  activeSqlTransaction: {
    meaning: 'The statement cannot run inside a transaction.',
    why: () => 'Some statements (CREATE INDEX CONCURRENTLY, VACUUM, CREATE DATABASE) refuse a transaction.',
    fix: () => 'Run the statement alone, outside a transaction.',
  },
  readOnlySqlTransaction: {
    meaning: 'The transaction or the server is read-only.',
    why: () =>
      'The transaction is read-only, by default_transaction_read_only perhaps, or the server is a standby that only answers reads.',
    fix: () =>
      'Connect to the primary server with a role that may write: ALTER ROLE <role> RESET default_transaction_read_only, or ALTER DATABASE likewise.',
  },
  inFailedSqlTransaction: {
    meaning: 'An earlier statement of the transaction failed.',
    why: () => 'An earlier statement of this transaction failed, and the server ignores the rest of it.',
    fix: () => 'Look at the first error of the transaction; this one only follows from it.',
  },
  idleInTransactionSessionTimeout: {
    meaning: 'The server closed a session that idled in a transaction.',
    why: () => 'The session did nothing inside an open transaction for longer than the server allows.',
    fix: () => 'Do slow work outside the transaction, or raise idle_in_transaction_session_timeout.',
  },
  invalidAuthorizationSpecification: {
    meaning: 'The server does not let this user in.',
    why: () => 'The role does not exist, may not log in, or pg_hba.conf has no line for it from here.',
    fix: () => "Check the user in the database URL and the server's pg_hba.conf.",
  },
  invalidPassword: {
    meaning: 'The password is wrong.',
    why: () => 'The server knows no such user with this password.',
    fix: () => 'Correct user and password in the database URL; percent-encode special characters in it.',
  },
  dependentObjectsStillExist: {
    meaning: 'Other objects depend on the one to be dropped.',
    why: (error) => error.detail ?? 'Other objects depend on the one to be dropped.',
    fix: () => 'Drop the dependents first, or say CASCADE if they may go too.',
  },
  invalidCatalogName: {
    meaning: 'The database does not exist.',
    why: () => 'The server is there, but has no database of that name.',
    fix: () =>
      'Correct the name in the database URL. If it is right, agora migrate deploy creates the database (in production with --create-database).',
  },
  invalidSchemaName: {
    meaning: 'The schema does not exist.',
    why: () => 'The database has no schema of that name, or none on the search path.',
    fix: () => 'Create the schema, or correct the name.',
  },
  serializationFailure: {
    meaning: 'Concurrent transactions could not be put in an order.',
    why: () => 'Another transaction changed what this one had read.',
    fix: () => 'Run the whole transaction again.',
  },
  deadlockDetected: {
    meaning: 'Two transactions waited for each other.',
    why: (error) => error.detail ?? 'Two transactions waited for each other; the server ended this one.',
    fix: () => 'Run the whole transaction again; lock rows in the same order everywhere.',
  },
  insufficientPrivilege: {
    meaning: 'The role may not do this.',
    why: (error) =>
      attributeWanted(error) === undefined
        ? 'The role of this connection lacks the privilege, or a row-level security policy forbids the row.'
        : `Only superusers and roles with ${attributeWanted(error)} may.`,
    fix: (error) =>
      attributeWanted(error) === undefined
        ? 'Connect as the owner of the object, or GRANT the privilege to this role.'
        : `As a superuser: ALTER ROLE <the role of this connection> ${attributeWanted(error)}; or connect as a role that has it.`,
  },
  syntaxError: {
    meaning: 'The statement is not valid SQL.',
    why: (error) => {
      if (isPsqlCommand(error))
        return 'What begins with a backslash is a command to psql; the server does not know it.';
      if (isCutOff(error))
        return 'The statement ends where more must follow: the file may have been cut off.';
      const unseen = unseenCharacter(error);
      if (unseen !== undefined)
        return `There is a character at the marked place that is not seen (${unseen}): to the server it is part of the word.`;
      return 'The server could not parse the statement.';
    },
    fix: (error) => {
      if (isPsqlCommand(error)) return 'Take the line out of the script, or write it as SQL.';
      if (isCutOff(error))
        return 'Write the statement to its end, or bring the file back from version control.';
      return unseenCharacter(error) === undefined
        ? 'Correct the SQL at the marked place, or just before it.'
        : 'Delete it there, or write a plain space in its place.';
    },
  },
  duplicateColumn: {
    meaning: 'The column exists already.',
    why: () => 'The table has a column of that name already.',
    fix: () => 'Choose another name, or leave the statement out if it has been applied before.',
  },
  undefinedColumn: {
    meaning: 'The column does not exist.',
    why: () => 'No table of the statement has that column; unquoted names are folded to lower case.',
    fix: (error) => error.hint ?? 'Correct the name; quote it if it has capitals.',
  },
  undefinedObject: {
    meaning: 'A type, role, index or other object does not exist.',
    why: () => 'The object named in the message does not exist, or is not on the search path.',
    fix: () => 'Create it first, or correct the name; for a type of an extension, CREATE EXTENSION.',
  },
  duplicateObject: {
    meaning: 'The object exists already.',
    why: () => 'An object of that name exists already.',
    fix: () => 'Choose another name, or leave the statement out if it has been applied before.',
  },
  datatypeMismatch: {
    meaning: 'A value has the wrong type.',
    why: () => 'An expression has another type than the one its place needs.',
    fix: (error) => error.hint ?? 'Add a cast.',
  },
  undefinedFunction: {
    meaning: 'No function or operator takes these types.',
    why: () => 'No function or operator of that name takes arguments of these types.',
    fix: (error) =>
      error.hint ?? 'Correct the name or cast the arguments; for an extension, CREATE EXTENSION.',
  },
  reservedName: {
    meaning: 'The name is reserved for the system.',
    why: () => 'Names that begin with "pg_" are reserved for the system.',
    fix: () => 'Choose another name.',
  },
  undefinedTable: {
    meaning: 'The table does not exist.',
    why: () =>
      'The table does not exist, or not in a schema of the search path; unquoted names are folded to lower case.',
    fix: () => 'Apply pending migrations, or correct the name; quote it if it has capitals.',
  },
  duplicateDatabase: {
    meaning: 'The database exists already.',
    why: () => 'The server has a database of that name already.',
    fix: () => 'Choose another name, or use the existing database.',
  },
  duplicateSchema: {
    meaning: 'The schema exists already.',
    why: () => 'The database has a schema of that name already.',
    fix: () => 'Use CREATE SCHEMA IF NOT EXISTS, or choose another name.',
  },
  duplicateTable: {
    meaning: 'The table, index or view exists already.',
    why: () => 'A table, index, sequence or view of that name exists already.',
    fix: () => 'Choose another name, or leave the statement out if it has been applied before.',
  },
  diskFull: {
    meaning: 'The disk of the server is full.',
    why: () => 'The disk of the server has no space left.',
    fix: () => 'Free space on the server, then try again; nothing of the failed statement was kept.',
  },
  outOfMemory: {
    meaning: 'The server ran out of memory.',
    why: (error) => error.detail ?? 'The server could not get the memory it needs.',
    fix: (error) =>
      error.hint ?? 'Lower work_mem, touch fewer tables in one transaction, or give the server more memory.',
  },
  tooManyConnections: {
    meaning: 'The server has no connection left.',
    why: () => 'All connections of the server (or of this role or database) are in use.',
    fix: () => 'Close idle clients, lower pool sizes, or raise max_connections.',
  },
  configurationLimitExceeded: {
    meaning: 'A limit in the configuration was reached.',
    why: () => "A limit in the server's configuration was reached, for example temp_file_limit.",
    fix: () => 'Make the statement need less, or raise the limit named in the message.',
  },
  objectNotInPrerequisiteState: {
    meaning: 'The object is not in the state that the statement needs.',
    why: () => 'The object is not in the state that the statement needs.',
    fix: (error) => error.hint ?? 'See the message for the state it is in.',
  },
  objectInUse: {
    meaning: 'The object is in use: by other sessions, or by what this one has begun.',
    why: (error) => {
      if (hasPendingTriggers(error))
        return 'Rows that this transaction changed still wait for their deferred triggers, mostly the check of a foreign key, and until then the table cannot be altered.';
      if (isUsedHere(error))
        return 'A query of this session is still under way on the table, such as a loop of a function over its rows.';
      return error.detail ?? 'Other sessions use the object.';
    },
    fix: (error) => {
      if (hasPendingTriggers(error))
        return 'Put SET CONSTRAINTS ALL IMMEDIATE; before the statement, or move it into a migration of its own.';
      if (isUsedHere(error)) return 'Alter the table after the loop, or read its rows into an array first.';
      return 'Close the other sessions (see pg_stat_activity) and try again.';
    },
  },
  lockNotAvailable: {
    meaning: 'A lock, or an advisory lock, could not be had in time.',
    why: () => 'Another transaction holds a conflicting lock, and lock_timeout (or NOWAIT) ended the wait.',
    fix: () => 'Try again, or find the holder with pg_blocking_pids() and end its transaction.',
  },
  unsafeNewEnumValueUsage: {
    meaning: 'An enum value is used in the transaction that added it.',
    why: () => 'A new enum value cannot be used before the transaction that added it is committed.',
    fix: () =>
      'Put ALTER TYPE ... ADD VALUE into a migration of its own, before the one that uses the value.',
  },
  queryCanceled: {
    meaning: 'The statement was cancelled, mostly by statement_timeout.',
    why: (error) =>
      needsStdin(error)
        ? 'COPY ... FROM STDIN takes rows that psql sends after it; a script has nobody to send them.'
        : 'The statement ran longer than statement_timeout, or someone cancelled it.',
    fix: (error) =>
      needsStdin(error)
        ? 'Write the rows as INSERT statements (pg_dump does so with --inserts).'
        : 'Make the statement faster, split it, or raise statement_timeout.',
  },
  adminShutdown: {
    meaning: 'The server is shutting down or an administrator closed the session.',
    why: () => 'The server was stopped, or pg_terminate_backend() closed this session.',
    fix: () => 'Connect again when the server is up.',
  },
  crashShutdown: {
    meaning: 'Another session crashed and the server restarts.',
    why: () => 'Another session of the server crashed, and all sessions were closed.',
    fix: () => "Connect again in a moment; the server's log says what crashed.",
  },
  cannotConnectNow: {
    meaning: 'The server is starting up or shutting down.',
    why: () => 'The server is starting up, recovering or shutting down.',
    fix: () => 'Try again in a moment.',
  },
  undefinedFile: {
    meaning: 'The server misses a file.',
    why: () => 'The server misses a file, often one of an extension that is not installed.',
    fix: () => "Install the extension on the server's machine.",
  },
  featureNotSupported: {
    meaning: 'The server does not support this.',
    why: (error) => {
      if (isMissingExtension(error))
        return 'The server has no such extension: CREATE EXTENSION only switches on what is installed beside PostgreSQL.';
      if (isBuiltOn(error)) return 'What is built on a column keeps its type.';
      if (isColumnInDefault(error))
        return 'A bare word is the name of a column, also one in double or in printed quotes (‘ ’ “ ”).';
      return 'The server does not support what the statement asks for.';
    },
    fix: (error) => {
      if (isMissingExtension(error))
        return "Install the extension on the server's machine, or use a server that has it.";
      if (isBuiltOn(error))
        return 'Drop it before, and make it again behind, in the same migration (view, rule, trigger, policy, generated column).';
      if (isColumnInDefault(error)) return "Write a text in plain single quotes: 'text'.";
      return error.hint ?? 'Rewrite the statement, or use a newer server.';
    },
  },
  raiseException: {
    meaning: 'A function or trigger of the database raised an error.',
    why: (error) => error.detail ?? 'A function or trigger of the database refused this.',
    fix: (error) => error.hint ?? 'The message says which rule was broken.',
  },
} as const satisfies Readonly<Partial<Record<SqlStateName, SqlCondition>>>;

/** `undefinedTable` as PostgreSQL writes it: `undefined_table`. */
type SnakeCase<Text extends string> = Text extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${SnakeCase<Rest>}`
  : '';

/** PostgreSQL's name of a condition that has an entry; `postgres.<name>` is its error code. */
export type ConditionName = SnakeCase<keyof typeof conditions>;

/** The conditions by any SQLSTATE, with PostgreSQL's names; most states have none. */
export const sqlConditions: Readonly<Record<string, SqlCondition & { readonly name: ConditionName }>> =
  byState(conditions);

function byState(
  known: Readonly<Record<string, SqlCondition>>,
): Record<string, SqlCondition & { readonly name: ConditionName }> {
  const found = Object.entries(SQLSTATE).flatMap(([name, state]) => {
    const condition = known[name];
    return condition === undefined ? [] : [[state, { ...condition, name: conditionName(name) }] as const];
  });
  return Object.fromEntries(found);
}

function conditionName(name: string): ConditionName {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- replaceAll() has no type of the text it makes
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) as ConditionName;
}

const needsStdin = (error: ServerError): boolean => error.message.startsWith('COPY from stdin failed');

/** Whether the server met the end of the statement where a word was wanted. */
const isCutOff = (error: ServerError): boolean => error.message.includes('at end of input');

/** The attribute of a role that a refused statement wants; undefined where it is a privilege on an object. */
function attributeWanted({ message }: ServerError): string | undefined {
  const [, what] = /^permission denied to create (database|role)$/.exec(message) ?? [];
  return { database: 'CREATEDB', role: 'CREATEROLE' }[what ?? ''];
}

/** By its code point: marks of byte order, spaces that are none to SQL, and what joins or parts words unseen. */
function unseenCharacter({ message }: ServerError): string | undefined {
  const found = /"[^"]*?([\u00a0\u00ad\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff])/u.exec(
    message,
  )?.[1];
  return found === undefined
    ? undefined
    : `U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

const isPsqlCommand = (error: ServerError): boolean => error.message.endsWith(' at or near "\\"');

const isMissingExtension = (error: ServerError): boolean =>
  /^extension ".*" is not available$/.test(error.message);

const isBuiltOn = (error: ServerError): boolean =>
  /^cannot alter type of a column used (?:by|in) /.test(error.message);

const isColumnInDefault = (error: ServerError): boolean =>
  error.message === 'cannot use column reference in DEFAULT expression';

const hasPendingTriggers = (error: ServerError): boolean =>
  error.message.endsWith('because it has pending trigger events');

const isUsedHere = (error: ServerError): boolean =>
  error.message.endsWith('because it is being used by active queries in this session');
