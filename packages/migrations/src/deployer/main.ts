#!/usr/bin/env node
import { runDeployer } from './run.ts';

const controller = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The first asks for an orderly end; the second does not wait for it.
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  });
}

process.exitCode = await runDeployer({
  argv: process.argv.slice(2),
  env: process.env,
  signal: controller.signal,
  print: (text) => process.stdout.write(`${text}\n`),
  note: (text) => process.stderr.write(`${text}\n`),
});
