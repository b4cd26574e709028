#!/usr/bin/env node
import { runDeployer, STOPPED } from './run.ts';

/** Set by the bundler. */
declare const AGORA_VERSION: string | undefined;

const controller = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The first asks for an orderly end; the second does not wait for it.
    if (controller.signal.aborted) process.exit(STOPPED[signal]);
    controller.abort(signal);
  });
}

process.exitCode = await runDeployer({
  argv: process.argv.slice(2),
  env: process.env,
  version: typeof AGORA_VERSION === 'undefined' ? 'not bundled' : AGORA_VERSION,
  signal: controller.signal,
  print: (text) => process.stdout.write(`${text}\n`),
  note: (text) => process.stderr.write(`${text}\n`),
});
