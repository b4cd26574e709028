import { readFile } from 'node:fs/promises';

import { goneProperty } from './datasource.ts';
import { noSchema } from './schema-files.ts';
import { loadSchemaParser, type Remark, type SchemaFile, type SchemaParser } from './schema-parser.ts';

/**
 * The text of a schema, in the form of Prisma 7.
 * @throws AgoraError `migrations.no_schema`, `migrations.no_schema_parser`
 */
export async function readSchema(schemaFiles: readonly string[]): Promise<readonly SchemaFile[]> {
  if (schemaFiles.length === 0) throw noSchema([]);
  const files = await Promise.all(
    schemaFiles.map(async (file) => [file, await readFile(file, 'utf8')] as const),
  );
  // The parser takes longer to look through a schema than the engine, which reads it next.
  return files.some(([, text]) => MAY_BE_OLD.test(text))
    ? toCurrentSchema(await loadSchemaParser(), files)
    : files;
}

/** What {@link editsOf} takes out stands in one of these. */
const MAY_BE_OLD = /\b(?:url|directUrl|shadowDatabaseUrl|previewFeatures)\s*=|\bview\s+\w+\s*\{/;

/**
 * A schema of Prisma 5 or 6 as the parser and the engine of 7 take it: without URLs in the datasource, preview features
 * that are gone, and indexes of views; what is taken out becomes spaces, so that messages name the right places. A view's
 * key becomes a unique one, on which a relation may count.
 */
export function toCurrentSchema(parser: SchemaParser, files: readonly SchemaFile[]): readonly SchemaFile[] {
  let texts = files;
  // Some remarks come only when those before them are dealt with.
  for (;;) {
    // Of all files at once: the parser reads the whole schema however few are asked about.
    const remarks = parser.remarks(texts).filter((one) => !one.is_warning);
    const next = texts.map(([file, text]): SchemaFile => [
      file,
      apply(
        text,
        editsOf(
          text,
          remarks.filter((one) => one.file_name === file),
        ),
      ),
    ]);
    if (next.every(([, text], index) => text === texts[index]?.[1])) return texts;
    texts = next;
  }
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function editsOf(text: string, remarks: readonly Remark[]): readonly Edit[] {
  const gone = remarks.flatMap(
    ({ text: what }) => /preview feature "(\w+)" is not known/.exec(what)?.[1] ?? [],
  );
  return remarks.flatMap(({ text: what, start, end }) => {
    const place = text.slice(start, end);
    if (/Views cannot have primary keys/.test(what)) return [{ start, end, text: uniqueKey(place) }];
    if (goneProperty(what) !== undefined || /Views cannot have indexes/.test(what))
      return [{ start, end, text: place.replaceAll(/[^\r\n]/g, ' ') }];
    return /preview feature "\w+" is not known/.test(what)
      ? [{ start, end, text: withoutElements(place, gone) }]
      : [];
  });
}

/** `@id` or `@@id` of a view as `@unique`, which may have no name in the database. */
function uniqueKey(key: string): string {
  return key
    .replace('@id', '@unique')
    .replace(/,?\s*\bmap:\s*"[^"]*"/, '')
    .replace('()', '');
}

/** A list of strings without some of them, as long as it was: a list may not end with a comma. */
function withoutElements(list: string, gone: readonly string[]): string {
  const kept = (list.match(/"[^"]*"/g) ?? []).filter((element) => !gone.includes(element.slice(1, -1)));
  return `[${kept.join(',')}]`.padEnd(list.length);
}

function apply(text: string, edits: readonly Edit[]): string {
  let changed = text;
  for (const edit of edits.toSorted((a, b) => b.start - a.start))
    changed = changed.slice(0, edit.start) + edit.text + changed.slice(edit.end);
  return changed;
}
