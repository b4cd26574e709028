import { refusesTransaction, splitStatements } from '@agora/postgres';

import type { Migration } from '../../../project/folder.ts';
import { type BackfillText, renderBackfillGuard } from '../../../project/backfill-file.ts';
import type { NamedMigration } from '../../online-migration.ts';
import { partNames } from './part-name.ts';
import type { Kind, Part } from '../step.ts';

const HEADS: Readonly<Record<Kind, string>> = {
  change: 'what could not be done before',
  backfill: 'the rows that are there, in batches: backfill.sql',
  build: 'alone in its file, since it runs outside of a transaction, while reads and writes go on',
  validate: 'the rows that are there are looked at while reads and writes go on',
};

interface PartsToRender {
  /** Each with the lines of the original's top that it needs. */
  readonly parts: readonly { readonly part: Part; readonly directives: readonly string[] }[];
  readonly migration: Migration;
  /** Statements that set time-outs, for what runs in a transaction. */
  readonly timeOuts: readonly string[];
  /** The name of the one after it. */
  readonly next?: string | undefined;
}

/** The files of parts: directives, what the part is for, guards of backfills, statements. Line ends are those of the original. */
export function renderParts({ parts, migration, timeOuts, next }: PartsToRender): readonly NamedMigration[] {
  const folders = partNames(migration.name, suffixesOf(parts.map(({ part }) => part)), next);
  const names = new Map<BackfillText, string>();
  const firsts = new Map<string, string>();
  return parts.map(({ part, directives }, index) => {
    const name = folders[index] ?? '';
    if (part.backfill !== undefined) names.set(part.backfill, name);
    const { placeholder } = part.whole ?? {};
    if (placeholder !== undefined && !firsts.has(placeholder)) firsts.set(placeholder, name);
    const named = (text: string): string =>
      [...firsts].reduce((known, [stand, first]) => known.replaceAll(stand, first), text);
    const waits = part.after.map((backfill) => ({ name: names.get(backfill) ?? '', backfill }));
    const alone = splitStatements(part.body).some(({ text }) => refusesTransaction(text));
    const { top, rest } = splitTop(named(part.body), part);
    const lines = [
      ...directives,
      ...(alone && !/^-- agora: no-transaction$/m.test(top) ? ['-- agora: no-transaction'] : []),
      ...waits.map((one) => `-- agora: after backfill ${one.name}`),
      // An expansion says itself what it is for.
      ...(index === 0 || top !== ''
        ? []
        : [`-- ${migration.name}, step ${index + 1} of ${parts.length}: ${HEADS[part.kind]}`]),
      ...(top === '' ? [] : [top]),
    ];
    const blocks = [
      ...(lines.length === 0 ? [] : [lines.join('\n')]),
      ...(alone || part.body === '' || timeOuts.length === 0 ? [] : [timeOuts.join('\n')]),
      ...waits.map((one) => renderBackfillGuard(one.name, one.backfill.doneWhen)),
      ...(rest === '' ? [] : [rest]),
    ];
    const up = `${blocks.join('\n\n')}\n`;
    const down = part.whole?.down;
    return {
      name,
      up: migration.up.sql.includes('\r\n') ? up.replaceAll(/\r?\n/g, '\r\n') : up,
      ...(part.backfill === undefined ? {} : { backfill: part.backfill }),
      ...(down === undefined ? {} : { down: named(down) }),
    };
  });
}

/** Of a whole file the comments above its first statement, directives among them, and the rest. */
function splitTop(body: string, { whole }: Part): { readonly top: string; readonly rest: string } {
  if (whole === undefined) return { top: '', rest: body };
  const at = splitStatements(body)[0]?.offset ?? body.length;
  return { top: body.slice(0, at).trim(), rest: body.slice(at).trim() };
}

function suffixesOf(parts: readonly Part[]): readonly string[] {
  const given = new Map<string, number>();
  return parts.map((part, index) => {
    if (index === 0) return '';
    const wanted =
      part.suffix ??
      { change: 'finish', backfill: 'backfill', build: 'build', validate: 'validate' }[part.kind];
    const count = (given.get(wanted) ?? 0) + 1;
    given.set(wanted, count);
    return count === 1 ? wanted : `${wanted}_${count}`;
  });
}
