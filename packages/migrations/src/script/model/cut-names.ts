import { scan } from '@agora/postgres';

import type { SchemaModel } from './schema-model.ts';

/** The longest name that PostgreSQL keeps (NAMEDATALEN less one), in bytes of UTF-8. */
const LONGEST = 63;

/** A name in a text that PostgreSQL cuts. */
export interface CutName {
  readonly spelled: string;
  /** What is left of it, which is what the parser gives. */
  readonly cut: string;
  readonly start: number;
  readonly end: number;
}

/** The names of a text that are longer than PostgreSQL keeps. */
export function cutNamesIn(text: string): readonly CutName[] {
  // Reading every token of a long history takes its time.
  if (!/"[^"]{22,}"|[\w$\u0080-\uffff]{22,}/.test(text)) return [];
  const found: CutName[] = [];
  for (const { kind, start, end } of scan(text)) {
    if (kind !== 'quoted' && kind !== 'word') continue;
    const written = text.slice(start, end);
    const spelled =
      kind === 'quoted' ? written.replace(/^[uU]?&?"|"$/g, '').replaceAll('""', '"') : written.toLowerCase();
    if (Buffer.byteLength(spelled) > LONGEST) found.push({ spelled, cut: cutName(spelled), start, end });
  }
  return found;
}

/** Remembers which names were cut to what, so that two that become the same can be told. */
export function noteCutNames(model: SchemaModel, text: string): void {
  for (const { spelled, cut } of cutNamesIn(text)) {
    model.cutNames.set(cut, new Set([...(model.cutNames.get(cut) ?? []), spelled]));
  }
}

/** A name without what goes past so many bytes, PostgreSQL's limit by default; a character is kept whole or not at all. */
export function cutName(name: string, most = LONGEST): string {
  let bytes = 0;
  let kept = '';
  for (const character of name) {
    bytes += Buffer.byteLength(character);
    if (bytes > most) break;
    kept += character;
  }
  return kept;
}
