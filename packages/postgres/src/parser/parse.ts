import type { Statement } from '../script/text/statements.ts';
import type { Node } from 'libpg-query';

import { type Span, byteOffsets, codePointOffset } from './positions.ts';
import { type PlpgsqlReading, readPlpgsql } from './plpgsql.ts';
import { as } from './syntax.ts';

/** A statement with its parse tree. */
export interface ParsedStatement extends Span {
  /** Place in the script; nested statements share that of the DO block around them. */
  readonly index: number;
  readonly text: string;
  readonly node: Node;
  /** Whether it stands inside a DO block. */
  readonly nested: boolean;
  /** Of a DO block: what it holds besides the statements nested in it. */
  readonly block?: Block;
  /** Offset in the script of a `location` of the parse tree. */
  at(location: number | undefined): number;
}

/** What a DO block does besides the statements whose place is known. */
export interface Block {
  /** Its expressions, and statements that do not stand in the text as they are run. */
  readonly others: readonly Node[];
  /** Those of its expressions whose values it runs as statements: of EXECUTE and its like, each as a SELECT. */
  readonly dynamic: readonly Node[];
  /** What cannot be read of it, each in words that follow "it". */
  readonly unread: readonly string[];
}

/** A statement that the parser refuses. */
export interface ParseFailure extends Span {
  readonly message: string;
  readonly text: string;
}

export interface ParsedScript {
  /** In order; statements inside DO blocks follow the block. */
  readonly statements: readonly ParsedStatement[];
  readonly failures: readonly ParseFailure[];
}

type Parser = typeof import('libpg-query');
let parser: Parser | undefined;

/** Loads the parser (1.7 MB of WASM, so only where it is needed); must be awaited once before anything is parsed. */
export async function loadParser(): Promise<void> {
  parser ??= exportsOf(await import('libpg-query'));
  await parser.loadModule();
}

/** It is CommonJS: a bundle in chunks has all that it exports below `default` alone. */
function exportsOf(module: Parser & { readonly default?: Parser }): Parser {
  return module.default ?? module;
}

function loaded(): Parser {
  if (parser === undefined) throw new Error('loadParser() was not awaited before parsing.');
  return parser;
}

/** The parse trees of SQL that is known to be right, such as what a catalog prints. */
export function parseSql(sql: string): readonly Node[] {
  return (loaded().parseSync(sql).stmts ?? []).flatMap((raw) => raw.stmt ?? []);
}

/**
 * Parses the statements of a script with PostgreSQL 18's own parser. Never throws on bad SQL: a statement
 * that does not parse becomes a failure, and the others are still there.
 */
export function parseStatements(statements: readonly Statement[]): ParsedScript {
  const parsed: ParsedStatement[] = [];
  const failures: ParseFailure[] = [];
  for (const { index, offset, text } of statements) {
    const result = parseOne(text);
    if ('message' in result) {
      const start = offset + result.at;
      failures.push({ start, end: wordEnd(text, result.at) + offset, message: result.message, text });
      continue;
    }
    const toUnits = byteOffsets(text);
    for (const node of result.nodes) {
      const statement: ParsedStatement = {
        index,
        start: offset,
        end: offset + text.length,
        text,
        node,
        nested: false,
        at: (location) => offset + toUnits(Math.max(0, location ?? 0)),
      };
      parsed.push(...parseDoBlock(statement));
    }
  }
  return { statements: parsed, failures };
}

type Parsed = { readonly nodes: readonly Node[] } | { readonly message: string; readonly at: number };

function parseOne(text: string): Parsed {
  if (text.includes('\0')) return { message: 'the text holds a NUL character', at: text.indexOf('\0') };
  try {
    return { nodes: parseSql(text) };
  } catch (error) {
    const at = loaded().hasSqlDetails(error)
      ? codePointOffset(text, error.sqlDetails?.cursorPosition ?? 0)
      : 0;
    return { message: error instanceof Error ? error.message : String(error), at: Math.min(at, text.length) };
  }
}

/** A body in PL/pgSQL, from the whole DO or CREATE FUNCTION around it; undefined where it does not parse. */
export function parsePlpgsql(text: string): PlpgsqlReading | undefined {
  const { parsePlPgSQLSync } = loaded();
  let parsed: ReturnType<typeof parsePlPgSQLSync>;
  try {
    parsed = parsePlPgSQLSync(text);
  } catch {
    return undefined;
  }
  return readPlpgsql(parsed);
}

/** A DO block, and the statements in it whose place is known. */
function parseDoBlock(block: ParsedStatement): ParsedStatement[] {
  const arguments_ = as(block.node, 'DoStmt')?.args;
  if (arguments_ === undefined) return [block];
  let from = block.start;
  let language = 'plpgsql';
  for (const argument of arguments_) {
    const element = as(argument, 'DefElem');
    if (element?.defname === 'language') language = as(element.arg, 'String')?.sval ?? language;
    if (element?.defname === 'as') from = block.at(element.location) - block.start;
  }
  const reading = language === 'plpgsql' ? parsePlpgsql(block.text) : undefined;
  if (!reading) {
    const why = language === 'plpgsql' ? 'does not parse as PL/pgSQL' : `is written in ${language}`;
    return [{ ...block, block: { others: [], dynamic: [], unread: [why] } }];
  }
  const nested: ParsedStatement[] = [];
  const others: Node[] = [];
  const unread = reading.dynamic.length > 0 ? ['runs SQL that it puts together as text (EXECUTE)'] : [];
  for (const query of reading.statements) {
    const result = parseOne(query);
    if ('message' in result) {
      unread.push(`holds a statement that does not parse: ${result.message}`);
      continue;
    }
    const at = block.text.indexOf(query, from);
    if (at === -1) {
      others.push(...result.nodes);
      continue;
    }
    from = at + query.length;
    const toUnits = byteOffsets(query);
    const start = block.start + at;
    for (const node of result.nodes) {
      nested.push({
        index: block.index,
        start,
        end: start + query.length,
        text: query,
        node,
        nested: true,
        at: (location) => start + toUnits(Math.max(0, location ?? 0)),
      });
    }
  }
  const dynamic: Node[] = [];
  for (const expression of reading.expressions) {
    const result = parseOne(expression);
    if ('message' in result) unread.push(`holds an expression that does not parse: ${result.message}`);
    else (reading.dynamic.includes(expression) ? dynamic : others).push(...result.nodes);
  }
  return [{ ...block, block: { others: [...others, ...dynamic], dynamic, unread } }, ...nested];
}

/** Whether a DO block or CALL may end transactions by itself. */
export function endsTransactions({ node, text }: ParsedStatement): boolean {
  return 'CallStmt' in node || ('DoStmt' in node && /\b(?:commit|rollback)\s*;/i.test(text));
}

function wordEnd(text: string, start: number): number {
  const word = /[\w$"]+|\S/y;
  word.lastIndex = start;
  return word.test(text) ? word.lastIndex : Math.min(start + 1, text.length);
}
