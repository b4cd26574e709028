// Run by kills.fixture.ts in a process of its own, which is killed at a random moment.
import { runBackfills } from '../../verbs/backfill.ts';

const [url = '', directory = ''] = process.argv.slice(2);
let told = false;
const results = await runBackfills({
  url,
  directory,
  // By its name it answers also where the one before was killed between its last commit and its end.
  migration: '2_count',
  options: {
    // A killed client's session may live until its server notices.
    waitMs: 60_000,
    settings: { targetMs: 200, maxRows: 25, share: 1, maxLagMs: 1e9, minFreeMb: 0 },
    onEvent: ({ kind }) => {
      if (kind !== 'batch' || told) return;
      told = true;
      process.stdout.write('begun\n');
    },
  },
});
process.stdout.write(`${results.map(({ outcome, error }) => `${outcome} ${error?.message ?? ''}`).join()}\n`);
