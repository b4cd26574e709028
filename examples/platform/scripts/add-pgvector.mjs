// Lays the migrations of pgvector/ into the history, and what they make into the schema; with --remove, takes both out.
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';

const root = new URL('../', import.meta.url);
const schema = new URL('prisma/schema.prisma', root);
const before =
  /^(?= {2}@@id\(\[clientId, id\]\)\r?\n {2}@@unique\(\[clientId, engagementId, kind, name\]\))/m;
const field = '  embedding       Unsupported("vector(384)")?\n\n';
const remove = process.argv.includes('--remove');

for (const name of await readdir(new URL('pgvector/', root))) {
  const made = new URL(`prisma/migrations/${name}`, root);
  if (remove) await rm(made, { recursive: true, force: true });
  else await cp(new URL(`pgvector/${name}`, root), made, { recursive: true });
  process.stdout.write(`${remove ? 'removed' : 'added'} prisma/migrations/${name}\n`);
}
const text = await readFile(schema, 'utf8');
const without = text.replace(field, '');
await writeFile(schema, remove ? without : without.replace(before, field));
