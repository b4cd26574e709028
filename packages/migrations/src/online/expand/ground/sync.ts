import { quoteIdentifier } from '@agora/postgres';
import { type Name, quoted } from '@agora/postgres/parser';

import { dollarQuoted } from './dollar-quoted.ts';
import { ownName } from './own-name.ts';

/** Two columns of a table that are kept in step: what a row holds in one follows from the other. */
export interface Sync {
  /** As it stands in the script: the schema only where it is written. */
  readonly table: Name;
  /** The column that constraints, defaults and the user's own triggers are on. */
  readonly primary: string;
  /** Its copy. */
  readonly copy: string;
  /** The primary's value from a reference to the copy, in SQL of the primary's type. */
  readonly toPrimary: (reference: string) => string;
  readonly toCopy: (reference: string) => string;
  /** Whether the conversions name types or functions, which are found by the search path of now, not by that of who writes. */
  readonly looksUp: boolean;
  /** Whether IS DISTINCT FROM tells every change: of the primary's type, and of the copy's. */
  readonly exact: { readonly primary: boolean; readonly copy: boolean };
}

/** Statements that make the triggers, and that take them away. */
export interface SyncSql {
  readonly create: readonly string[];
  readonly drop: readonly string[];
  /** Of `create`, what brings the copy in line with the primary, by itself: a new copy can be filled beside it. */
  readonly outward: Pick<SyncSql, 'create' | 'drop'>;
  /** The rest of `create`. */
  readonly inward: readonly string[];
}

/**
 * Triggers BEFORE each row. The first of all puts what was written to the copy into the primary, where the user's own see
 * it; the last of all brings the copy in line with the primary. Where both were changed the copy wins. They fire in a
 * replica too.
 */
export function renderSync(sync: Sync): SyncSql {
  const { toPrimary, toCopy, exact } = sync;
  const target = quoted(sync.table);
  const [primary, copy] = [quoteIdentifier(sync.primary), quoteIdentifier(sync.copy)];
  const names = syncNames(sync);
  const inward = toPrimary(`NEW.${copy}`);
  const onInward = [
    functionSql(names.inward, `NEW.${primary} := ${inward};`, sync.looksUp),
    triggerSql(names.onInsert, `INSERT ON ${target}`, `NEW.${copy} IS NOT NULL`, names.inward),
    triggerSql(
      names.onUpdate,
      `UPDATE ON ${target}`,
      differs(`NEW.${copy}`, `OLD.${copy}`, exact.copy),
      names.inward,
    ),
  ];
  const onOutward = [
    functionSql(names.outward, `NEW.${copy} := ${toCopy(`NEW.${primary}`)};`, sync.looksUp),
    triggerSql(
      names.last,
      `INSERT OR UPDATE ON ${target}`,
      differs(`NEW.${primary}`, inward, exact.primary),
      names.outward,
    ),
  ];
  const always = (triggers: readonly string[]): string =>
    `ALTER TABLE ${target}\n${triggers.map((name) => `  ENABLE ALWAYS TRIGGER ${quoteIdentifier(name)}`).join(',\n')};`;
  const dropped = (triggers: readonly string[], routines: readonly string[]): readonly string[] => [
    ...triggers.map((name) => `DROP TRIGGER ${quoteIdentifier(name)} ON ${target};`),
    ...routines.map((name) => `DROP FUNCTION ${name}();`),
  ];
  const { onInsert, onUpdate, last } = names;
  return {
    create: [...onInward, ...onOutward, always([onInsert, onUpdate, last])],
    drop: dropped([onInsert, onUpdate, last], [names.inward, names.outward]),
    outward: { create: [...onOutward, always([last])], drop: dropped([last], [names.outward]) },
    inward: [...onInward, always([onInsert, onUpdate])],
  };
}

/** BEFORE triggers fire in the order of their names by bytes: `!` comes before, and `~` after what people write. */
function syncNames({
  table,
  primary,
  copy,
}: Sync): Record<'inward' | 'outward' | 'onInsert' | 'onUpdate' | 'last', string> {
  const routine = (end: string): string =>
    quoted({ ...table, name: ownName('agora', table.name, primary, copy, end) });
  return {
    inward: routine('in'),
    outward: routine('out'),
    onInsert: ownName('!agora', primary, copy, 'insert'),
    onUpdate: ownName('!agora', primary, copy, 'update'),
    last: ownName('~agora', primary, copy),
  };
}

function functionSql(name: string, statement: string, looksUp: boolean): string {
  const path = looksUp ? ' SET search_path FROM CURRENT' : '';
  const body = dollarQuoted('sync', `\nBEGIN\n  ${statement}\n  RETURN NEW;\nEND\n`);
  return `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql${path} AS ${body};`;
}

function triggerSql(name: string, when: string, condition: string, routine: string): string {
  return `CREATE TRIGGER ${quoteIdentifier(name)} BEFORE ${when}\n  FOR EACH ROW WHEN (${condition}) EXECUTE FUNCTION ${routine}();`;
}

/** Whether two values of one type differ; byte by byte where = overlooks something, or there is no =. */
export function differs(left: string, right: string, exact: boolean): string {
  return exact ? `${left} IS DISTINCT FROM ${right}` : `ROW(${left})::record *<> ROW(${right})::record`;
}
