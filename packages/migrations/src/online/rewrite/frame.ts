import { setsSession, splitStatements, transactionControl, unfinished } from '@agora/postgres';

import { directivesOf } from '../../project/directives.ts';
import type { Script } from '../../project/folder.ts';

const marker = /^--[ \t]*agora:/;

/** The directives of a script that each of its parts may need, as they stand there. */
export function directiveLines({ directives }: Script): readonly string[] {
  return directives
    .filter(({ kind }) => kind !== 'no-transaction' && kind !== 'invalid')
    .map(({ text }) => `-- agora: ${text}`);
}

/** A script without its directives, and without a BEGIN and a COMMIT around the whole of it; line ends are LF. */
export function withoutFrame({ sql }: Script): string {
  const statements = splitStatements(sql);
  const controls = statements.flatMap(({ text }, index) =>
    transactionControl(text) === undefined ? [] : [index],
  );
  const [first, last] = controls;
  const wraps =
    controls.length === 2 &&
    first === 0 &&
    last === statements.length - 1 &&
    transactionControl(statements[0]?.text ?? '') === 'begin' &&
    transactionControl(statements.at(-1)?.text ?? '') === 'commit';
  let text = sql;
  if (wraps) {
    for (const statement of [statements.at(-1), statements[0]]) {
      if (statement === undefined) continue;
      const end = statement.offset + statement.text.length;
      text = text.slice(0, statement.offset) + text.slice(end).replace(/^\s*;/, '');
    }
  }
  const top = splitStatements(text)[0]?.offset ?? text.length;
  const lines = text.slice(0, top).split(/\r\n|\n/);
  const head = lines.filter((line) => !marker.test(line)).join('\n');
  return (head + text.slice(top)).replaceAll('\r\n', '\n').trim();
}

/** Why a script is not taken apart at all; undefined where it can be. */
export function obstacle(script: Script, body: string): string | undefined {
  if (unfinished(script.sql) !== undefined) return 'the file is not whole';
  const statements = splitStatements(body);
  const controls = statements.flatMap(({ text }) => transactionControl(text) ?? []);
  if (
    controls.some((one, index) => one !== (index % 2 === 0 ? 'begin' : 'commit')) ||
    controls.length % 2 === 1
  )
    return 'the file brings transactions of its own that do not pair: take BEGIN and COMMIT out';
  if (statements.some(({ text }) => setsSession(text)))
    return 'the file changes settings of its session, on which what comes after them may depend: take them out';
  if (directivesOf(script.directives, 'replaces').length > 0)
    return 'it stands for migrations that were squashed';
  return undefined;
}
