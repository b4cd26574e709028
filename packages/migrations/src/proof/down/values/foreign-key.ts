import { asText, type CatalogObject } from '@agora/catalog';
import { quoteIdentifier } from '@agora/postgres';

const NAME = String.raw`(?:"(?:[^"]|"")+"|[^\s",.()]+)`;
const LIST = `${NAME}(?:, (?:PERIOD )?${NAME})*`;
const FOREIGN_KEY = new RegExp(
  String.raw`^FOREIGN KEY \((${LIST})\) REFERENCES (${NAME}(?:\.${NAME})?)\((${LIST})\)`,
);
const PART = new RegExp(NAME, 'g');

/** A foreign key as PostgreSQL writes it: each name quoted only where it must be. */
interface ForeignKeyText {
  readonly columns: readonly string[];
  /** The table that it points at, with its schema. */
  readonly table: string;
  readonly targets: readonly string[];
}

/** What pg_get_constraintdef says of a foreign key; undefined for anything else. */
export function readForeignKey({ kind, definition }: CatalogObject): ForeignKeyText | undefined {
  if (kind !== 'constraint') return undefined;
  const [, own, table, theirs] = FOREIGN_KEY.exec(asText(definition['definition'])) ?? [];
  if (own === undefined || table === undefined || theirs === undefined) return undefined;
  return { columns: namesIn(own), table, targets: namesIn(theirs) };
}

const namesIn = (list: string): readonly string[] => list.replace(', PERIOD ', ', ').match(PART) ?? [];

/** A name without its quotes. */
export const bare = (name: string): string => name.replace(/^"(.*)"$/s, '$1').replaceAll('""', '"');

/** The parts of a name that may have a schema, without quotes. */
export const bareParts = (name: string): readonly string[] => (name.match(PART) ?? []).map(bare);

/** A name that may have a schema with everything quoted, as parentName() has it. */
export const qualified = (name: string): string => bareParts(name).map(quoteIdentifier).join('.');
