import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { SourceFile } from './tree.ts';

/** Rules of the linter, with what one fault of them is. */
const rules = {
  'import(no-cycle)': 'files in circles of imports, types included',
  'agora(layers)': 'imports against the layers',
  'agora(short-comments)': 'comments of more than 60 words',
  'eslint(max-params)': 'functions of more than four parameters',
  'eslint(max-lines)': 'files of more than 400 lines of code, without a reason',
} as const;

const sqlInQuotes = /[`'"]\s*(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH)\s/g;

/**
 * What the linter of this repository counts in a checkout, and SQL in TypeScript of the API.
 * @param root of the checkout, which need not be this one
 */
export function countFaults(root: string, files: readonly SourceFile[]): (readonly [string, number])[] {
  const own = new Set(files.map(({ file }) => file));
  const counts = new Map<string, number>(Object.keys(rules).map((rule) => [rule, 0]));
  for (const { code, filename } of lint(root)) {
    const inOwn = own.has(filename.replaceAll('\\', '/'));
    if (inOwn && counts.has(code)) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const sql = files
    .filter(({ file }) => file.startsWith('apps/api/src/') && file.endsWith('.ts'))
    .flatMap(({ text }) => [...text.matchAll(sqlInQuotes)]);
  return [
    ...Object.entries(rules).map(([rule, name]) => [name, counts.get(rule) ?? 0] as const),
    ['SQL statements in TypeScript of apps/api/src', sql.length],
  ];
}

function lint(root: string): readonly { readonly code: string; readonly filename: string }[] {
  const here = path.resolve(import.meta.dirname, '..', '..');
  const manifest = createRequire(path.join(here, 'package.json')).resolve('oxlint/package.json');
  const oxlint = path.join(path.dirname(manifest), 'bin', 'oxlint');
  const folder = mkdtempSync(path.join(tmpdir(), 'agora-house-'));
  const config = path.join(folder, 'oxlintrc.json');
  writeFileSync(
    config,
    JSON.stringify({
      plugins: ['import'],
      jsPlugins: [path.join(here, 'scripts/lint/plugin.mjs')],
      categories: { correctness: 'off' },
      rules: {
        'import/no-cycle': ['error', { ignoreTypes: false }],
        'agora/layers': 'error',
        'agora/short-comments': 'error',
        'max-params': ['error', { max: 4 }],
        'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      },
    }),
  );
  try {
    const run = spawnSync(process.execPath, [oxlint, '-c', config, '--format', 'json', '.'], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 256 * 1024 ** 2,
    });
    const { diagnostics }: { diagnostics: { code: string; filename: string }[] } = JSON.parse(run.stdout);
    return diagnostics;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
