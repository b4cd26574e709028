// Runs turbo without its telemetry, whose first use would print a notice into every new user's first screen.
// Usage: node scripts/turbo.mjs [--only-failures] run build
//   --only-failures: say nothing unless a task fails
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

const turbo = createRequire(import.meta.url).resolve('turbo/bin/turbo');
const given = process.argv.slice(2);
const onlyFailures = given[0] === '--only-failures';
const child = spawn(process.execPath, [turbo, ...(onlyFailures ? given.slice(1) : given)], {
  stdio: onlyFailures ? ['inherit', 'pipe', 'pipe'] : 'inherit',
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
});

const output = [];
child.stdout?.on('data', (chunk) => output.push(chunk));
child.stderr?.on('data', (chunk) => output.push(chunk));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('close', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
  if (process.exitCode !== 0) process.stderr.write(Buffer.concat(output));
});
