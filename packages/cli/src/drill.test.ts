import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { cancelRecovery, dropKept, readRecovery } from '@agora/operations/recover';
import { parseDatabaseUrl, withConnection } from '@agora/postgres';
import { createTestDatabase } from '@agora/testkit';
import { expect, test } from 'vitest';

import { runAgora } from './agora.fixture.ts';

/** What the drill of the page says: files to write and commands to run, in order. */
type Step =
  | { readonly kind: 'file'; readonly name: string; readonly text: string }
  | { readonly kind: 'command'; readonly argv: readonly string[]; readonly code: number };

/** @param database the page calls it `agora`, as that of the embedded server, which its first block starts */
function readDrill(database: string): readonly Step[] {
  const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/operations.md'), 'utf8');
  const drill = page.slice(page.indexOf('`agora.config.json`', page.indexOf('## Drill')));
  return [...drill.matchAll(/(?:`([^`]+)`:\n\n)?```(\w+)\n([\s\S]*?)```/g)].flatMap(
    ([, name, language, text = '']): readonly Step[] => {
      if (language !== 'sh') return [{ kind: 'file', name: name!, text }];
      return text
        .trim()
        .split('\n')
        .map((line) => {
          const [command = '', code = '0'] = line.split(' # exits ');
          const argv = command.split(' ').slice(2);
          return {
            kind: 'command',
            argv: argv.map((word, at) => (argv[at - 1] === '--confirm' ? database : word)),
            code: Number(code),
          };
        });
    },
  );
}

test('the drill of the page on operations goes as it says', async () => {
  const root = mkdtempSync(path.join(tmpdir(), 'agora drill '));
  const database = await createTestDatabase();
  const ran: string[] = [];
  try {
    symlinkSync(
      path.resolve(import.meta.dirname, '../../../node_modules'),
      path.join(root, 'node_modules'),
      'junction',
    );
    for (const step of readDrill(parseDatabaseUrl(database.url).database)) {
      if (step.kind === 'file') {
        mkdirSync(path.dirname(path.join(root, step.name)), { recursive: true });
        writeFileSync(path.join(root, step.name), step.text);
        continue;
      }
      const run = await runAgora(step.argv, { cwd: root, env: { DATABASE_URL: database.url } });
      const words = step.argv.join(' ');
      expect({ words, code: run.code, stderr: run.stderr }).toEqual({
        words,
        code: step.code,
        stderr: expect.anything(),
      });
      ran.push(words);
    }
    expect(ran).toHaveLength(13);
    const report = readFileSync(path.join(root, 'drill.md'), 'utf8');
    expect(report).toMatch(/^# Deploy to .+: rolled back\n/);
    expect(report).toMatch(/\| by name \| worse \|/);
    const { rows } = await withConnection(database.url, (client) =>
      client.query('SELECT count(*)::int FROM items'),
    );
    expect(rows).toEqual([{ count: 200_000 }]);
  } finally {
    if ((await readRecovery(database.url)).journal !== undefined) await cancelRecovery(database.url);
    for (const one of (await readRecovery(database.url)).kept) await dropKept(database.url, one.database);
    await database.drop();
    rmSync(root, { recursive: true, force: true });
  }
}, 400_000);
