import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AgoraError } from '@agora/core';

/** Rows of a file. */
interface RowFile {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** All values are texts, as in a CSV file. */
  readonly texts: boolean;
}

/**
 * Reads the rows of one table.
 * @param file .csv: a line of names, then a line for each row; a field without quotes that is empty is NULL. .json: an array of objects
 * @throws seed.bad_file
 */
export async function readRowFile(file: string): Promise<RowFile> {
  const text = await readText(file);
  if (path.extname(file).toLowerCase() === '.csv') return { rows: await csvRows(text, file), texts: true };
  const value = parseJson(text, file);
  if (!isRows(value))
    throw badFile(file, 'It is not an array of objects.', 'Write [{ "field": value, ... }, ...].');
  return { rows: value, texts: false };
}

/** @throws seed.bad_file */
export async function readText(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw badFile(file, error instanceof Error ? error.message : String(error), 'Check its path.', error);
  });
  return text.replace(/^\uFEFF/, '');
}

/** @throws seed.bad_file */
export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw badFile(file, error instanceof Error ? error.message : String(error), 'Correct its JSON.', error);
  }
}

/** Whether a value is a list of objects. */
export function isRows(value: unknown): value is readonly Readonly<Record<string, unknown>>[] {
  return (
    Array.isArray(value) &&
    value.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row))
  );
}

async function csvRows(text: string, file: string): Promise<RowFile['rows']> {
  const { parse } = await import('csv-parse/sync');
  try {
    return parse<Readonly<Record<string, unknown>>>(text, {
      columns: true,
      skip_empty_lines: true,
      cast: (value, { quoting, header }) => (value === '' && !quoting && !header ? null : value),
    });
  } catch (error) {
    throw badFile(file, error instanceof Error ? error.message : String(error), 'Correct the line.', error);
  }
}

/** A file of seeds that cannot be used. */
export function badFile(file: string, why: string, fix: string, cause?: unknown): AgoraError {
  return new AgoraError({
    code: 'seed.bad_file',
    message: `${file} cannot be used as seeds.`,
    why,
    fix,
    cause,
  });
}
