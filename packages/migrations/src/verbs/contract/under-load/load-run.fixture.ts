// The long form of under-load.test.ts: pnpm --filter @agora/migrations expand-under-load [clients] [seconds] [case]
import { loadCases } from './cases.fixture.ts';
import { runCourse } from './course.fixture.ts';

const [clients = '64', seconds = '60', only] = process.argv.slice(2);
for (const one of loadCases.filter((_, n) => only === undefined || n === Number(only))) {
  const { faults, courses, kills, times } = await runCourse(one, {
    clients: Number(clients) / 2,
    thinkMs: 50,
    rows: 20_000,
    kills: 1,
    abort: 'everywhere',
    leastMs: Number(seconds) * 1000,
  });
  const at = (share: number): string => (times[Math.ceil(times.length * share) - 1] ?? NaN).toFixed(0);
  process.stdout.write(
    `${one.title}: ${courses} courses, ${kills} kills, ${times.length} statements ` +
      `(p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms): ${faults.length} faults\n`,
  );
  for (const fault of faults) process.stdout.write(`  ${fault}\n`);
  if (faults.length > 0) process.exitCode = 1;
}
