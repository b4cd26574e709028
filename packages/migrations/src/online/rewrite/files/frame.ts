import {
  scan,
  setsSession,
  splitStatements,
  statementTokens,
  transactionControl,
  unfinished,
} from '@agora/postgres';
import { as, type ParsedStatement, parseStatements } from '@agora/postgres/parser';

import { directivesOf } from '../../../project/directives.ts';
import type { Script } from '../../../project/folder.ts';
import { ordinaryTables, type Piece } from './helper-tables.ts';
import { timeOutsOf } from './time-outs.ts';

const marker = /^--[ \t]*agora:/;

/** The directives of a script that each of its parts may need, as they stand there. */
export function directiveLines({ directives }: Script): readonly string[] {
  return directives
    .filter(({ kind }) => kind !== 'no-transaction' && kind !== 'invalid')
    .map(({ text }) => `-- agora: ${text}`);
}

/** What a script does, and the statements with which it sets time-outs. */
interface Unframed {
  readonly body: string;
  readonly timeOuts: readonly string[];
}

/**
 * A script without its directives, without BEGIN and COMMIT where they pair, without time-outs, with the statements of DO
 * blocks that hold nothing else in the place of these, and with ordinary tables for temporary ones; line ends are LF.
 * `loadParser()` comes first.
 */
export function withoutFrame({ sql }: Script): Unframed {
  const text = withoutTransactions(sql);
  const { statements, pieces } = timeOutsOf(text);
  return { body: cut(text, pieces).trim(), timeOuts: statements };
}

function cut(sql: string, pieces: readonly Piece[]): string {
  let text = sql;
  for (const { start, end, text: instead } of pieces.toSorted((a, b) => b.start - a.start))
    text = text.slice(0, start) + instead + text.slice(end);
  return text;
}

function withoutTransactions(sql: string): string {
  const statements = splitStatements(sql);
  const controls = statements.filter(({ text }) => transactionControl(text) !== undefined);
  const parsed = parseStatements(statements).statements;
  const pieces: Piece[] = [
    ...parsed.flatMap((one) => openedBlock(one, parsed)),
    ...ordinaryTables(parsed, sql.length),
  ];
  if (controls.length % 2 === 0 && controls.every(({ text }, index) => PLAIN[index % 2]?.test(text)))
    pieces.push(
      ...controls.map(({ offset, text }) => ({
        start: offset,
        end: endOf(sql, offset + text.length),
        text: '',
      })),
    );
  const text = cut(sql, pieces);
  const top = splitStatements(text)[0]?.offset ?? text.length;
  const lines = text.slice(0, top).split(/\r\n|\n/);
  const head = lines.filter((line) => !marker.test(line)).join('\n');
  return (head + text.slice(top)).replaceAll('\r\n', '\n');
}

/** Those without modes. */
const PLAIN: readonly RegExp[] = [
  /^(?:begin|start)(?:\s+(?:work|transaction))?$/i,
  /^(?:commit|end)(?:\s+(?:work|transaction))?$/i,
];

/** The place behind the semicolon. */
function endOf(sql: string, from: number): number {
  return from + (/^\s*;/.exec(sql.slice(from))?.[0].length ?? 0);
}

/** A DO block without variables, conditions, loops and handlers holds its statements and no more. */
function openedBlock(block: ParsedStatement, all: readonly ParsedStatement[]): readonly Piece[] {
  if (as(block.node, 'DoStmt') === undefined || block.block === undefined) return [];
  const inner = all.filter(({ nested, index }) => nested && index === block.index);
  const [first, last] = [inner[0], inner.at(-1)];
  const isPlain = block.block.others.length === 0 && block.block.unread.length === 0;
  if (first === undefined || last === undefined || !isPlain) return [];
  if (inner.some(({ node }) => NOT_OF_SQL.some((kind) => kind in node))) return [];
  let rest = block.text;
  for (const { start, end } of inner.toReversed())
    rest = rest.slice(0, start - block.start) + rest.slice(end - block.start);
  const words = [...scan(rest)]
    .filter(({ kind }) => kind === 'string')
    .map(({ start, end }) => rest.slice(start, end));
  const body = /^(\$[^$]*\$|')([\s\S]*)\1$/.exec(words[0] ?? '')?.[2] ?? '';
  const shell = [...scan(body)]
    .filter(({ kind }) => kind !== 'gap')
    .map(({ start, end }) => body.slice(start, end));
  if (!/^begin;*end;?$/i.test(shell.join(''))) return [];
  const text = block.text.slice(first.start - block.start, last.end - block.start);
  return [{ start: block.start, end: block.end, text }];
}

/** They mean something else in PL/pgSQL, or nothing. */
const NOT_OF_SQL = [
  'SelectStmt',
  'ExecuteStmt',
  'TransactionStmt',
  'CallStmt',
  'FetchStmt',
  'ClosePortalStmt',
];

/** Names, or whoever acts, mean something else from then on. */
const ELSEWHERE = /^set\s+local\s+(?:search_path|schema|role|session)\b/i;

/** Why a script is not taken apart at all; undefined where it can be. */
export function obstacle(script: Script, body: string): string | undefined {
  if (unfinished(script.sql) !== undefined) return 'the file is not whole';
  const statements = splitStatements(body);
  if (statements.some(({ text }) => transactionControl(text) !== undefined))
    return 'the file brings transactions of its own that do not pair, or have modes: take BEGIN and COMMIT out';
  if (statements.some(({ text }) => setsSession(text) || ELSEWHERE.test(text)))
    return 'the file changes settings of its session, on which what comes after them may depend: take them out';
  if (statements.some(({ text }) => statementTokens(text)[0] === 'lock'))
    return 'LOCK TABLE holds for all that comes after it in the file, and would not in files of their own: take it out';
  if (directivesOf(script.directives, 'replaces').length > 0)
    return 'it stands for migrations that were squashed';
  return undefined;
}
