// Whether the time of a load grows in proportion to its rows, and its memory not at all.
//   pnpm build && pnpm --filter @agora/bench run seed-scale [scale...]
// A scale of 51 makes 100 million rows and takes 35 GB of temporary disk.
import { load } from '@agora/db/seed';
import { withConnection } from '@agora/postgres';
import { withDefaultServer } from './default-server.ts';

const given = process.argv.slice(2).map(Number);
const scales = given.length > 0 ? given : [0.5, 1, 2, 5];
/** Of the least time a row at any scale, what it may be at the last: the first also pays for the start. */
const MOST_SLOPE = 1.15;
const MOST_MEMORY_MB = 512;

await withDefaultServer(async (server) => {
  await server.migrate(await server.database('template_forum'));
  const each: number[] = [];
  let peak = 0;
  process.stdout.write(
    '| scale | rows | seconds | microseconds a row | memory MB |\n|---|---|---|---|---|\n',
  );
  for (const scale of scales) {
    const url = await server.database('work', 'template_forum');
    await withConnection(server.url, (client) => client.query('CHECKPOINT'));
    const made = await load({ url, environment: 'test', scale });
    const rows = Object.values(made.rows).reduce((sum, count) => sum + count, 0);
    const perRow = (made.durationMs * 1000) / rows;
    const memory = made.peakMemoryBytes / 1e6;
    each.push(perRow);
    peak = Math.max(peak, memory);
    const cells = [scale, rows, (made.durationMs / 1000).toFixed(1), perRow.toFixed(2), memory.toFixed(0)];
    process.stdout.write(`| ${cells.join(' | ')} |\n`);
    await withConnection(server.url, (client) => client.query('DROP DATABASE work WITH (FORCE)'));
  }
  const slope = each.at(-1)! / Math.min(...each);
  process.stdout.write(`\nTime a row, last to least: ${slope.toFixed(2)} (at most ${MOST_SLOPE})\n`);
  if (slope > MOST_SLOPE || peak > MOST_MEMORY_MB) process.exitCode = 1;
});
