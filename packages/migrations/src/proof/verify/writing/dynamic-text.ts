import { splitStatements } from '@agora/postgres';
import { as, each, nameFrom, type ParsedStatement, parseStatements } from '@agora/postgres/parser';
import type { Node } from 'libpg-query';

import { changesOf, runningNodes } from './row-changes.ts';

/** What code runs of SQL that it puts together as text, as far as that is constant. */
interface DynamicText {
  readonly statements: readonly ParsedStatement[];
  readonly nodes: readonly Node[];
  /** Whether it may change rows of tables that its constant parts do not name. */
  readonly isUnread: boolean;
}

/** Stands for what is known only when the code runs: most often a name. */
const UNKNOWN = 'agora_unknown';

/** First words of statements that leave the values of rows alone, or whose effect the catalog shows. */
const LEAVES_ROWS: ReadonlySet<string> = new Set([
  'create',
  'drop',
  'alter',
  'comment',
  'grant',
  'revoke',
  'analyze',
  'refresh',
  'reindex',
  'cluster',
  'vacuum',
  'set',
  'reset',
  'lock',
  'select',
  'insert',
  'notify',
  'security',
]);

/**
 * Reads the statements that expressions give.
 * @param expressions each as a SELECT
 */
export function readDynamic(expressions: readonly Node[]): DynamicText {
  const read = expressions.map((one) => {
    const [target] = each(as(one, 'SelectStmt')?.targetList, 'ResTarget');
    return readText(textOf(target?.val));
  });
  return {
    statements: read.flatMap(({ statements }) => statements),
    nodes: read.flatMap(({ nodes }) => nodes),
    isUnread: read.some(({ isUnread }) => isUnread),
  };
}

function readText(text: string): DynamicText {
  const { statements, failures } = parseStatements(splitStatements(text));
  const isConstant = !text.includes(UNKNOWN);
  const nodes = statements.flatMap((one) => runningNodes(one));
  if (isConstant && failures.length === 0) return { statements, nodes, isUnread: false };
  const words = splitStatements(text).map((one) => /^\s*(\w*)/.exec(one.text)?.[1]?.toLowerCase() ?? '');
  // Which table goes may stand in a row.
  const drops = splitStatements(text).some(({ text: one }) =>
    /^\s*drop\s+(?:table|schema|owned|foreign|type)\b/i.test(one),
  );
  const mayUpdate = failures.some((one) => /\bdo\s+update\b/i.test(one.text));
  return {
    statements,
    nodes,
    isUnread:
      mayUpdate ||
      drops ||
      words.some((word) => !LEAVES_ROWS.has(word)) ||
      nodes.some((node) => changesOf(node).length > 0),
  };
}

/** The text that an expression gives, with {@link UNKNOWN} for what is not constant in it. */
function textOf(node: Node | undefined): string {
  const constant = as(node, 'A_Const')?.sval?.sval;
  if (constant !== undefined) return constant;
  const cast = as(node, 'TypeCast');
  if (cast) return textOf(cast.arg);
  const operation = as(node, 'A_Expr');
  if (operation && as(operation.name?.[0], 'String')?.sval === '||')
    return textOf(operation.lexpr) + textOf(operation.rexpr);
  const call = as(node, 'FuncCall');
  const { name } = nameFrom(call?.funcname);
  const [first, ...others] = call?.args ?? [];
  if (name === 'format') return textOf(first).replaceAll(/%(?:\d+\$)?-?\d*([sIL%])/g, placed);
  if (name === 'concat') return [first, ...others].map((one) => textOf(one)).join('');
  return UNKNOWN;
}

const placed = (_: string, kind: string): string =>
  kind === '%' ? '%' : kind === 'L' ? `'${UNKNOWN}'` : UNKNOWN;
