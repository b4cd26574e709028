// Runs the scripts that teams know (`npm run db:migrate -- --env=production`) as commands of agora.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

import { commandLines, scripts } from './db-commands.mjs';

const [name, ...given] = process.argv.slice(2);
const script = scripts[name];
if (script === undefined) {
  process.stderr.write(`db.mjs: "${name}" is not one of ${Object.keys(scripts).join(', ')}.\n`);
  process.exit(64);
}
const root = path.resolve(import.meta.dirname, '..');
const agora = path.join(root, 'scripts', 'agora.mjs');

for (const words of commandLines(script, given)) {
  const { status, signal } = spawnSync(process.execPath, [agora, ...words], { stdio: 'inherit', cwd: root });
  if (status !== 0) process.exit(status ?? (signal === 'SIGINT' ? 130 : 1));
}
