import { as, type ParsedStatement } from '@agora/postgres/parser';

/** Settings by which values are read and written. */
const OF_VALUES: ReadonlySet<string> = new Set([
  'timezone',
  'datestyle',
  'intervalstyle',
  'bytea_output',
  'extra_float_digits',
  'lc_monetary',
  'lc_numeric',
  'lc_time',
  'xmlbinary',
  'xmloption',
]);

/** A setting that a script changes, and the statement that does. */
export interface ScriptSetting {
  readonly name: string;
  readonly sql: string;
}

/** The setting that a statement changes, if values depend on it. */
export function settingOf({ node, text, nested }: ParsedStatement): ScriptSetting | undefined {
  const name = as(node, 'VariableSetStmt')?.name?.toLowerCase();
  return name === undefined || nested || !OF_VALUES.has(name) ? undefined : { name, sql: text };
}
