import { folderStore } from '@agora/backup';

import { recover } from './index.ts';

/**
 * Recovers, and kills itself: `<url> <store> <directory> <checks> <moment>`, where a moment is `begins <step>`, `ended <step>`,
 * a number of milliseconds after the first step begins, or `never`.
 */
const [url = '', store = '', directory = '', checks = '', moment = 'never'] = process.argv.slice(2);
const die = (): void => {
  process.kill(process.pid, 'SIGKILL');
};
let isTimed = false;
const report = await recover({
  url,
  store: folderStore(store),
  cwd: process.cwd(),
  env: process.env,
  drift: { directory },
  checks,
  toolVersion: '1',
  onBegin: (name) => {
    if (moment === `begins ${name}`) die();
    if (!isTimed && /^\d+$/.test(moment)) setTimeout(die, Number(moment));
    isTimed = true;
  },
  onStep: ({ name }) => {
    if (moment === `ended ${name}`) die();
  },
});
process.stdout.write(`${JSON.stringify({ outcome: report.outcome, steps: report.steps })}\n`);
