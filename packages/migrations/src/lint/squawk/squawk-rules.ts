import type { Category, Severity } from '../finding.ts';
import type { Hold } from '../locks/hold.ts';

/** A rule of squawk whose findings are passed on, in our shape. */
interface SquawkRule extends Hold {
  readonly reportedBy: 'squawk';
  readonly severity: Severity;
  readonly category: Category;
  readonly summary: string;
  readonly why: string;
  readonly fix: string;
  /** Whether it also reports on a table that the migration itself makes. */
  readonly onNewTables: boolean;
}

/** A rule of squawk that is turned off because ours report the hazard, or because nothing is wrong here. */
interface SilencedSquawkRule {
  readonly reportedBy: 'agora' | 'nobody';
  /** Our rules that report instead. */
  readonly rules?: readonly string[];
  readonly because: string;
}

const ours = (rules: readonly string[], because: string): SilencedSquawkRule => ({
  reportedBy: 'agora',
  rules,
  because,
});
const nobody = (because: string): SilencedSquawkRule => ({ reportedBy: 'nobody', because });

/**
 * Which tool reports each hazard that squawk 2.61 knows, so that each has one finding. Ours report where the
 * answer depends on what earlier statements or migrations did, or on how the migration is deployed; squawk
 * reports where the statement alone decides. A test holds this table against the binary.
 */
export const squawkRules: Readonly<Record<string, SquawkRule | SilencedSquawkRule>> = {
  'adding-field-with-default': ours(
    ['volatile-default', 'generated-column'],
    'functions of the history are looked up, and a stable default is told from a volatile one',
  ),
  'adding-foreign-key-constraint': ours(
    ['foreign-key-not-valid'],
    'the statement to paste has the real names',
  ),
  'adding-not-nullable-field': ours(['set-not-null'], 'a check validated by an earlier migration is known'),
  'adding-required-field': ours(['required-column'], 'new tables are known across statements'),
  'adding-serial-primary-key-field': ours(
    ['constraint-builds-index'],
    'one rule for every constraint that builds an index',
  ),
  'ban-alter-domain-with-add-constraint': ours(
    ['ban-alter-domain-with-add-constraint'],
    'a deploy asks for it by that name, squawk or not',
  ),
  'ban-char-field': {
    reportedBy: 'squawk',
    severity: 'warning',
    category: 'advice',
    summary: 'A column of type char(n)',
    why: 'char(n) is padded with spaces to its full length, and comparisons then ignore trailing spaces while LIKE and concatenation do not.',
    fix: '-- schema.prisma: String @db.Text (or @db.VarChar(n)) instead of @db.Char(n)',
    onNewTables: true,
  },
  'ban-concurrent-index-creation-in-transaction': ours(
    ['refused-in-transaction', 'not-atomic'],
    'only the deploy knows which files run in a transaction',
  ),
  'ban-create-domain-with-constraint': {
    reportedBy: 'squawk',
    severity: 'warning',
    category: 'advice',
    summary: 'A domain is created with a constraint',
    why: 'A constraint of a domain cannot be changed later without scanning every table that uses the domain, and adding a column of such a type rewrites the table.',
    fix: "-- use the domain's base type, with a CHECK on the column",
    onNewTables: true,
  },
  'ban-drop-column': ours(
    ['drop-column', 'drop-add-column'],
    'a drop that looks like a rename has its own rule',
  ),
  'ban-drop-database': ours(['drop-database'], 'the deploy asks for it by that name'),
  'ban-drop-not-null': {
    reportedBy: 'squawk',
    severity: 'info',
    category: 'breaks-code',
    lock: 'ACCESS EXCLUSIVE',
    summary: 'A column may now hold NULL',
    why: 'The lock is short, but code that still takes the column as required fails on the first NULL: with Prisma, P2032. Deploy the code that can read NULL before the code that writes it.',
    fix: '-- schema.prisma: mark the field optional (?), and release that before anything writes NULL',
    onNewTables: false,
  },
  'ban-drop-table': ours(
    ['drop-table', 'drop-add-table'],
    'a drop that looks like a rename has its own rule',
  ),
  'ban-truncate-cascade': ours(
    ['truncate'],
    'every TRUNCATE of an existing table is reported, CASCADE or not',
  ),
  'ban-uncommitted-transaction': ours(['own-transaction'], 'the deploy brings the transaction'),
  'changing-column-type': ours(
    ['change-column-type'],
    'the old type is known from the history, so that varchar(10) to varchar(20) is no hazard',
  ),
  'constraint-missing-not-valid': ours(
    ['foreign-key-not-valid', 'check-not-valid', 'constraint-builds-index', 'unique-on-existing-column'],
    'the way out differs by the kind of constraint',
  ),
  'disallowed-unique-constraint': ours(
    ['unique-on-existing-column', 'constraint-builds-index'],
    'that duplicates make it fail is part of the same finding',
  ),
  'identifier-too-long': ours(
    ['identifier-too-long'],
    'names that are only used are left alone, and two that become one are told',
  ),
  'prefer-bigint-over-int': {
    reportedBy: 'squawk',
    severity: 'info',
    category: 'advice',
    summary: 'A column of a 32-bit integer type',
    why: 'It ends at 2,147,483,647, and widening it later rewrites the table. Right for counts that stay small, wrong for the key of a table that grows.',
    fix: '-- schema.prisma: BigInt instead of Int, where the number may grow',
    onNewTables: true,
  },
  'prefer-bigint-over-smallint': nobody('in a Prisma schema @db.SmallInt is written out, so a choice'),
  'prefer-identity': nobody('a Prisma schema cannot say IDENTITY: the engine writes SERIAL'),
  'prefer-repack': ours(['blocking-maintenance'], 'one rule for every maintenance command that blocks'),
  'prefer-robust-stmts': nobody(
    'a migration is one transaction, or its progress is recorded: IF NOT EXISTS would hide drift',
  ),
  'prefer-text-field': nobody('since PostgreSQL 9.2 widening varchar(n) changes the catalog alone'),
  'prefer-timestamp-tz': {
    reportedBy: 'squawk',
    severity: 'info',
    category: 'advice',
    summary: 'A column of type timestamp without time zone',
    why: 'It stores what the clock showed and not which clock; a session in another time zone reads another instant. Prisma chooses it for DateTime unless told otherwise.',
    fix: '-- schema.prisma: DateTime @db.Timestamptz(3)',
    onNewTables: true,
  },
  'renaming-column': ours(['rename-column'], 'new tables are known across statements'),
  'renaming-table': ours(['rename-table'], 'new tables are known across statements'),
  'require-concurrent-index-creation': ours(
    ['index-not-concurrent', 'unique-on-existing-column'],
    'new tables are known',
  ),
  'require-concurrent-index-deletion': ours(['drop-index-not-concurrent'], 'new tables are known'),
  'require-concurrent-partition-detach': ours(
    ['require-concurrent-partition-detach'],
    'a deploy asks for it by that name, squawk or not',
  ),
  'require-concurrent-reindex': ours(
    ['blocking-maintenance'],
    'one rule for every maintenance command that blocks',
  ),
  'require-enum-value-ordering': nobody('Prisma reads enum values without regard to their order'),
  'require-lock-timeout': nobody('the deploy sets lock_timeout for every migration'),
  'require-statement-timeout': nobody('the deploy sets statement_timeout by environment'),
  'require-timeout-settings': nobody('the deploy sets both timeouts'),
  'require-table-schema': nobody('Prisma writes the schema only in projects with several'),
  'syntax-error': ours(['parse-error'], "PostgreSQL's own parser judges"),
  'transaction-nesting': ours(['own-transaction'], 'the deploy brings the transaction'),
  'unused-ignore': nobody('suppressions are directives of our own'),
};

/** Names of squawk's rules whose findings are passed on. */
export const reportedSquawkRules: readonly string[] = Object.entries(squawkRules)
  .filter(([, rule]) => rule.reportedBy === 'squawk')
  .map(([name]) => name);
