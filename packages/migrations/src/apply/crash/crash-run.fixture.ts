// The long form of crash.test.ts: pnpm --filter @agora/migrations crash [kills]
import { crashRuns, everyPoint } from './crash.fixture.ts';

const began = performance.now();
const { kills, unexplained } = await crashRuns(everyPoint(), Number(process.argv[2] ?? 200));
const seconds = ((performance.now() - began) / 1000).toFixed(0);
process.stdout.write(`${kills} kills in ${seconds} s: ${unexplained.length} unexplained states\n`);
for (const one of unexplained) process.stdout.write(`${one}\n`);
process.exitCode = unexplained.length > 0 ? 1 : 0;
