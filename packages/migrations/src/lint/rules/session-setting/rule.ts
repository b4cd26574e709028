import { as, each, type ParsedStatement, strings } from '@agora/postgres/parser';
import type { Rule } from '../../rule.ts';
import { transactionOf } from '../../transactions.ts';

export const sessionSetting: Rule = {
  name: 'session-setting',
  severity: 'info',
  category: 'fails',
  summary: 'A setting that outlives the migration',
  why: 'SET lasts for the session. `agora migrate deploy` puts it back before the next migration; under `prisma migrate deploy` it also applies to those deployed after this one, and to none of them when they are deployed on their own. After an emptied search_path (every pg_dump sets it) Prisma does not even find its history table.',
  *statement(statement, scope) {
    const { transactional, statements, model } = scope;
    const setting = settingOf(statement);
    if (setting === undefined) return;
    if (setting.local) {
      if (statement.nested || transactionOf(statement, scope) !== undefined) return;
      yield {
        severity: 'warning',
        message: `SET LOCAL ${setting.name} does nothing in a file that runs without a transaction.`,
        why: 'Each statement is its own transaction there, and SET LOCAL ends with it.',
        fix: `SET ${setting.name} = ...;\n-- the statements\nRESET ${setting.name};`,
      };
      return;
    }
    const resetLater = statements.some(
      ({ start, node }) => start > statement.start && isReset(as(node, 'VariableSetStmt'), setting.name),
    );
    if (resetLater || changesNothing(setting, model.defaultSchema)) return;
    yield {
      ...(setting.name === 'search_path' ? { severity: 'warning' as const } : {}),
      message: `Under prisma migrate deploy, ${setting.name} stays set for every migration that is deployed after this one.`,
      fix: transactional
        ? `${statement.text.replace(/^set\s+(?:session\s+)?/i, 'SET LOCAL ').replace(/,\s*false\s*\)/i, ', true)')};`
        : `${statement.text};\n-- the statements\nRESET ${setting.name};`,
    };
  },
};

interface Setting {
  readonly name: string;
  readonly local: boolean;
  /** Its values, in lower case. */
  readonly values: readonly string[];
}

/** What a session begins with in any case; a time-out of 0 is none. */
const BEGINNINGS: Readonly<Partial<Record<string, readonly string[]>>> = {
  client_encoding: ['utf8', 'utf-8'],
  standard_conforming_strings: ['on', 'true'],
  xmloption: ['content'],
  default_tablespace: [''],
  default_table_access_method: ['heap'],
  statement_timeout: ['0'],
  lock_timeout: ['0'],
  idle_in_transaction_session_timeout: ['0'],
  transaction_timeout: ['0'],
};

/** Whether a SET, as pg_dump writes them at the top, says what holds anyway. */
function changesNothing({ name, values }: Setting, defaultSchema: string): boolean {
  if (name === 'search_path') return values.length === 1 && values[0] === defaultSchema.toLowerCase();
  return values.length === 1 && (BEGINNINGS[name]?.includes(values[0] ?? '') ?? false);
}

function settingOf({ node }: ParsedStatement): Setting | undefined {
  const set = as(node, 'VariableSetStmt');
  if (set) {
    // FROM CURRENT, on its own, sets what is set already.
    if (set.kind !== 'VAR_SET_VALUE' || set.name === undefined) return undefined;
    const values = [...each(set.args, 'A_Const')].map(valueOf);
    return { name: set.name, local: set.is_local === true, values };
  }
  for (const call of each(as(node, 'SelectStmt'), 'FuncCall')) {
    if (strings(call.funcname).at(-1) !== 'set_config') continue;
    const [name, value, local] = (call.args ?? []).map((argument) => as(argument, 'A_Const'));
    const isLocal = local?.boolval !== undefined && local.boolval.boolval === true;
    if (name?.sval?.sval !== undefined)
      return { name: name.sval.sval, local: isLocal, values: value ? [valueOf(value)] : [] };
  }
  return undefined;
}

function valueOf(constant: Parameters<typeof constantText>[0]): string {
  return constantText(constant).toLowerCase();
}

function constantText(constant: {
  sval?: { sval?: string };
  ival?: { ival?: number };
  fval?: { fval?: string };
}): string {
  // The parser leaves out a number that is 0.
  if (constant.ival) return String(constant.ival.ival ?? 0);
  return constant.sval?.sval ?? constant.fval?.fval ?? '';
}

function isReset(set: { kind?: string; name?: string } | undefined, name: string): boolean {
  if (set?.kind === 'VAR_RESET_ALL') return true;
  return (set?.kind === 'VAR_RESET' || set?.kind === 'VAR_SET_DEFAULT') && set.name === name;
}
