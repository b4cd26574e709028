// The scripts that teams know (`npm run db:migrate -- --env=production`), as commands of agora.
// npm takes the `--` before the options away and pnpm hands it on, so it is dropped here.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Old name -> the commands it stands for, in order, and options that have another name now. */
const scripts = {
  'migration:create': { commands: [['migrate', 'create']] },
  migrate: { commands: [['migrate', 'deploy']] },
  rollback: { commands: [['migrate', 'rollback']] },
  status: { commands: [['migrate', 'status']] },
  current: { commands: [['migrate', 'current']] },
  history: { commands: [['migrate', 'history']] },
  stamp: { commands: [['migrate', 'stamp']] },
  reset: { commands: [['db', 'reset']] },
  init: { commands: [['db', 'start'], ['migrate', 'deploy'], ['seed']] },
  validate: { commands: [['migrate', 'verify']] },
  seed: { commands: [['seed']], renamed: { '--file': '--only' } },
  'validate-seed': { commands: [['seed', 'validate']] },
  docs: { commands: [['migrate', 'docs']] },
  check: { commands: [['migrate', 'check']] },
};

const [name, ...given] = process.argv.slice(2);
const script = scripts[name];
if (script === undefined) {
  process.stderr.write(`db.mjs: "${name}" is not one of ${Object.keys(scripts).join(', ')}.\n`);
  process.exit(64);
}
const words = given
  .filter((word) => word !== '--')
  .map((word) => word.replace(/^--[^=]+/, (option) => script.renamed?.[option] ?? option));
const root = path.resolve(import.meta.dirname, '..');
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const main = path.join(root, 'apps', 'tooling', 'src', 'main.ts');

for (const command of script.commands) {
  const { status, signal } = spawnSync(
    process.execPath,
    ['--conditions=source', '--import', tsx, main, ...command, ...words],
    { stdio: 'inherit', cwd: root },
  );
  if (status !== 0) process.exit(status ?? (signal === 'SIGINT' ? 130 : 1));
}
