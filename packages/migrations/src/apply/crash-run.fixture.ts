// The long form of crash.test.ts: pnpm --filter @agora/migrations crash [kills]
import { crashRuns } from './crash.fixture.ts';

const kills = Number(process.argv[2] ?? 200);
const began = performance.now();
const report = await crashRuns(1, kills);
const seconds = ((performance.now() - began) / 1000).toFixed(0);
process.stdout.write(
  `${report.kills} kills at ${report.boundaries.deploy} boundaries of deploy and ${report.boundaries.rollback} of rollback in ${seconds} s: ` +
    `${report.unexplained.length} unexplained states\n${report.unexplained.join('\n')}\n`,
);
process.exitCode = report.unexplained.length > 0 ? 1 : 0;
