import { as, each, type ParsedStatement, strings } from '@agora/postgres/parser';
import type { Rule } from '../../rule.ts';

export const sessionSetting: Rule = {
  name: 'session-setting',
  severity: 'warning',
  category: 'fails',
  summary: 'A setting that outlives the migration',
  why: 'SET lasts for the session, so that it also applies to the migrations deployed after this one, and to none of them when they are deployed on their own. An emptied search_path (every pg_dump sets it) makes later unqualified names, and the history table itself, unfindable.',
  *statement(statement, { transactional, statements }) {
    const setting = settingOf(statement);
    if (setting === undefined) return;
    const resetLater = statements.some(
      ({ start, node }) => start > statement.start && isReset(as(node, 'VariableSetStmt'), setting.name),
    );
    if (setting.local) {
      if (transactional || statement.nested) return;
      yield {
        message: `SET LOCAL ${setting.name} does nothing in a file that runs without a transaction.`,
        why: 'Each statement is its own transaction there, and SET LOCAL ends with it.',
        fix: `SET ${setting.name} = ...;\n-- the statements\nRESET ${setting.name};`,
      };
      return;
    }
    if (resetLater) return;
    yield {
      severity: setting.name === 'search_path' ? 'error' : 'warning',
      message: `${setting.name} stays set for every migration that is deployed after this one.`,
      fix: transactional
        ? `${statement.text.replace(/^set\s+(?:session\s+)?/i, 'SET LOCAL ').replace(/,\s*false\s*\)/i, ', true)')};`
        : `${statement.text};\n-- the statements\nRESET ${setting.name};`,
    };
  },
};

interface Setting {
  readonly name: string;
  readonly local: boolean;
}

function settingOf({ node }: ParsedStatement): Setting | undefined {
  const set = as(node, 'VariableSetStmt');
  if (set) {
    const sets = set.kind === 'VAR_SET_VALUE' || set.kind === 'VAR_SET_CURRENT';
    return sets && set.name !== undefined ? { name: set.name, local: set.is_local === true } : undefined;
  }
  for (const call of each(as(node, 'SelectStmt'), 'FuncCall')) {
    if (strings(call.funcname).at(-1) !== 'set_config') continue;
    const [name, , local] = (call.args ?? []).map((argument) => as(argument, 'A_Const'));
    const isLocal = local?.boolval !== undefined && local.boolval.boolval === true;
    if (name?.sval?.sval !== undefined) return { name: name.sval.sval, local: isLocal };
  }
  return undefined;
}

function isReset(set: { kind?: string; name?: string } | undefined, name: string): boolean {
  if (set?.kind === 'VAR_RESET_ALL') return true;
  return (set?.kind === 'VAR_RESET' || set?.kind === 'VAR_SET_DEFAULT') && set.name === name;
}
