import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Milliseconds from the start of a server's process to its first answer, in one fresh process.
 * @param file what node runs; it listens on PORT and uses DATABASE_URL
 * @param page an address that asks the database once
 */
export async function startTime(file: string, page: string, url: string): Promise<number> {
  const port = await freePort();
  const env = { ...process.env, DATABASE_URL: url, PORT: String(port), LOG_LEVEL: 'silent' };
  const start = performance.now();
  const child = spawn(process.execPath, [file], { env, stdio: 'ignore' });
  const gone = once(child, 'exit');
  try {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}${page}`).catch(() => undefined);
      if (answer?.ok === true) return performance.now() - start;
      if (child.exitCode !== null || performance.now() - start > 30_000)
        throw new Error(`${file} does not answer`);
      await sleep(2);
    }
  } finally {
    child.kill('SIGTERM');
    await gone;
  }
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
