// Writes the module beside each .sql file; run by `pnpm --filter @agora/api run generate:sql`.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { generateModules } from './typed-sql/generate.ts';

const sources = path.resolve(import.meta.dirname, '../src');

try {
  const modules = await generateModules(sources);
  for (const { path: file, text } of modules) {
    const before = await readFile(file, 'utf8').catch(() => undefined);
    if (before !== text) await writeFile(file, text);
  }
  const made = new Set(modules.map((module) => module.path));
  for (const name of await readdir(sources, { recursive: true })) {
    const file = path.join(sources, name);
    if (name.endsWith('.sql.ts') && !made.has(file)) await rm(file);
  }
  process.stdout.write(`${modules.length} statements\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
