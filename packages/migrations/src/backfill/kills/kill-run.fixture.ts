// The long form of kills.test.ts: pnpm --filter @agora/migrations kill-backfills [kills]
import { killBackfills } from './kills.fixture.ts';

const began = performance.now();
const { kills, finished, faults } = await killBackfills(Number(process.argv[2] ?? 200));
const seconds = ((performance.now() - began) / 1000).toFixed(0);
process.stdout.write(`${kills} kills and ${finished + 1} ends in ${seconds} s: ${faults.length} faults\n`);
for (const one of faults) process.stdout.write(`${one}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
