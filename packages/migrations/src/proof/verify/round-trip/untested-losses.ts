import { asText, type Catalog, type CatalogObject, compareCatalogs } from '@agora/catalog';
import { LineIndex, parseStatements } from '@agora/postgres/parser';

import type { Script } from '../../../project/folder.ts';

import { lossesBetween, lossName } from '../../down/losses.ts';
import type { Forward, Unseen } from './go-forward.ts';

/**
 * Columns and tables that the way forward drops, among those whose rows had to go before it went through:
 * nothing of them could be seen to be lost.
 */
export function unseenLosses(unseen: Unseen | undefined, after: Catalog): string[] {
  if (unseen === undefined) return [];
  const { tables, before } = unseen;
  return lossesBetween(before, after)
    .filter(({ schema, table }) => tables === 'all' || tables.has(`${schema}.${table}`))
    .map(lossName);
}

/** What a migration does to columns of which no row showed what becomes of their values. */
interface Unshown {
  /** Columns that it drops and that held nothing but NULL, and tables without a row: what they hold elsewhere is gone. */
  readonly dropped: readonly string[];
  /** Tables without a row that it changes, as `schema.table`, and columns of NULLs that it converts. */
  readonly unproven: readonly string[];
}

/** Tables and columns from before that the way forward drops or converts, and that held no value when it ran. */
export function unshownColumns(
  before: Catalog,
  after: Catalog,
  { content }: Pick<Forward, 'content'>,
): Unshown {
  const held = (table: string, column: string): boolean =>
    content.tables
      .get(table)
      ?.values.get(column)
      ?.some((hash) => hash !== '') !== false;
  const hadRows = (table: string): boolean =>
    [...(content.tables.get(table)?.values.values() ?? [])][0]?.length !== 0;
  const dropped = lossesBetween(before, after).flatMap((loss) => {
    const table = `${loss.schema}.${loss.table}`;
    const isShown = loss.column === undefined ? hadRows(table) : held(table, loss.column);
    return isShown ? [] : [lossName(loss)];
  });
  const unproven = new Set<string>();
  for (const { kind, object, attribute } of compareCatalogs(before, after)) {
    const isTable = ['r', 'p'].includes(asText(object.hidden['relation kind']));
    if (object.kind !== 'column' || !isTable || object.definition['generated'] !== undefined) continue;
    if (kind !== 'missing' && attribute !== 'type') continue;
    const table = `${object.schema}.${object.parent}`;
    if (!content.tables.has(table) || !hadRows(table)) unproven.add(table);
    else if (kind === 'changed' && !held(table, object.name)) unproven.add(`${table}.${object.name}`);
  }
  return { dropped, unproven: [...unproven] };
}

/**
 * Statements that the parser does not know, such as those of a newer server: what they take away is unknown. The parser
 * must be loaded.
 */
export function unreadIn(...scripts: readonly Script[]): readonly string[] {
  return scripts.flatMap((script) => {
    const lines = new LineIndex(script.sql);
    return parseStatements(script.statements).failures.map(
      ({ start, message }) =>
        `${script.path}:${lines.positionOf(start).line} cannot be read, so that nobody knows what it does to rows (${message})`,
    );
  });
}

/** How much text a type takes. */
interface TextBound {
  /** In characters. */
  readonly most: number;
  /** Of `char(n)` spaces at the end mean nothing, and are not given back. */
  readonly isPadded: boolean;
}

/**
 * Columns of text whose new type takes less: where all that is too much is spaces, the server cuts it off without a word,
 * and a shorter text made up for the proof does not show it
 * (https://www.postgresql.org/docs/current/datatype-character.html).
 *
 * @param notes gains a line for each
 */
export function cutTexts(before: Catalog, after: Catalog, notes: string[]): string[] {
  const now = new Map(
    [...after.objects.values()].flatMap((one) => (one.kind === 'column' ? [[addressOf(one), one]] : [])),
  );
  return [...before.objects.values()].flatMap((old) => {
    const column = old.kind === 'column' ? now.get(addressOf(old)) : undefined;
    const isOwn = old.definition['inherited'] !== true && old.definition['generated'] === undefined;
    if (column === undefined || !isOwn || old.definition['type'] === column.definition['type']) return [];
    const [was, is] = [boundOf(old, before), boundOf(column, after)];
    if (was === undefined || is === undefined || was.isPadded) return [];
    if (!is.isPadded && is.most >= was.most) return [];
    const name = `${old.schema}.${old.parent}.${old.name}`;
    notes.push(
      is.isPadded
        ? `${name}: texts lose the spaces at their end without a word`
        : `${name}: of texts of more than ${is.most} characters, spaces beyond are cut off without a word`,
    );
    return [name];
  });
}

const addressOf = ({ address }: CatalogObject): string => `${address.oid}:${address.sub}`;

function boundOf({ definition }: CatalogObject, catalog: Catalog): TextBound | undefined {
  const type = asText(definition['type']).replace(/(?:\[\])+$/, '');
  const [, name, length] =
    /^(text|name|character varying|character|(?:\w+\.)?citext)(?:\((\d+)\))?$/.exec(type) ?? [];
  if (name !== undefined) {
    const most = length === undefined ? ({ name: 63, character: 1 }[name] ?? Infinity) : Number(length);
    return { most, isPadded: name === 'character' };
  }
  const domain = [...catalog.objects.values()].find(
    (one) => one.kind === 'domain' && `${one.schema}.${one.name}` === type.replaceAll('"', ''),
  );
  return domain && boundOf({ ...domain, definition: { type: domain.definition['base'] ?? '' } }, catalog);
}
