import { cutName, NAME_BYTES, scan } from '@agora/postgres';

import type { SchemaModel } from './schema-model.ts';

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
    if (Buffer.byteLength(spelled) > NAME_BYTES) found.push({ spelled, cut: cutName(spelled), start, end });
  }
  return found;
}

/** Remembers which names were cut to what, so that two that become the same can be told. */
export function noteCutNames(model: SchemaModel, text: string): void {
  for (const { spelled, cut } of cutNamesIn(text)) {
    model.cutNames.set(cut, new Set([...(model.cutNames.get(cut) ?? []), spelled]));
  }
}
