import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What `pnpm new` is about to do: nothing is written before all of it is known. */
export interface Room {
  /** Files that do not exist yet, by path from the workspace's root. */
  readonly files: ReadonlyMap<string, string>;
  /** The file with the array that names the room, as it will be. */
  readonly register: { readonly file: string; readonly text: string };
  /** What is derived from rooms and made anew by a command. */
  readonly derive?: { readonly folder: string; readonly command: readonly string[] };
  /** The test of the room alone. */
  readonly test: { readonly folder: string; readonly files: readonly string[] };
}

/** A name or place that cannot be: the message says what can. */
export class Misuse extends Error {}

/** A name in the ways in which code writes it. */
export interface Name {
  /** `own-posts` */
  readonly kebab: string;
  /** `ownPosts` */
  readonly camel: string;
  /** `OwnPosts` */
  readonly pascal: string;
}

const RESERVED =
  /^(?:case|class|const|default|delete|do|else|export|import|in|new|return|switch|this|try|with)$/;

/** @throws Misuse unless it is words of small letters with `-` between them */
export function nameOf(kebab: string): Name {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(kebab) || RESERVED.test(kebab))
    throw new Misuse(
      `"${kebab}" is no name: write words of small letters with - between them, as own-posts.`,
    );
  const camel = kebab.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return { kebab, camel, pascal: camel[0]!.toUpperCase() + camel.slice(1) };
}

/** Fills the `{{words}}` of `templates/<file>.tmpl`. */
export function fill(file: string, words: Readonly<Record<string, string>>): string {
  const text = readFileSync(path.join(import.meta.dirname, 'templates', `${file}.tmpl`), 'utf8');
  return text.replaceAll('\r\n', '\n').replaceAll(/\{\{(\w+)\}\}/g, (_, word: string) => {
    const value = words[word];
    if (value === undefined) throw new Error(`templates/${file}.tmpl wants {{${word}}}`);
    return value;
  });
}
