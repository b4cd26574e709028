import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { Library } from './libraries.ts';

/** The licences of the libraries that a bundle holds, with the texts that those ask to be kept. */
export function renderNotices(name: string, libraries: readonly Library[]): string {
  const parts = libraries.map((library) => {
    const texts = noticeFiles(library).map((file) =>
      readFileSync(path.join(library.folder, file), 'utf8').replaceAll('\r\n', '\n').trim(),
    );
    return [`${library.name} ${library.version} (${library.license})`, ...texts].join('\n\n');
  });
  const head = `${name} holds code of these libraries.`;
  return `${[head, ...parts].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

function noticeFiles(library: Library): string[] {
  return readdirSync(library.folder)
    .filter((file) => /^(?:licen[cs]e|notice|copying)(?:\.|-|$)/i.test(file))
    .toSorted((a, b) => a.localeCompare(b));
}
