import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { isAlive, programName, startMark, waitForEnd, workingFolder } from './processes.ts';

describe('processes', () => {
  it('are alive until they end', async () => {
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
    const pid = child.pid ?? 0;
    expect(isAlive(pid)).toBe(true);
    expect(await waitForEnd(pid, 30)).toBe(false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await waitForEnd(pid, 60_000)).toBe(true);
  });

  it.runIf(process.platform === 'linux')('count as dead when they are zombies', async () => {
    // The shell starts a child that ends soon, and becomes a program that never collects it.
    const parent = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60']);
    try {
      const [line] = await once(parent.stdout, 'data');
      const zombie = Number(String(line).trim());
      await expect.poll(() => isAlive(zombie)).toBe(false);
      // It is still there, which is what makes it a zombie and not a process that is gone.
      expect(() => process.kill(zombie, 0)).not.toThrow();
    } finally {
      parent.kill('SIGKILL');
    }
  });

  it.runIf(process.platform === 'linux')('tell their name, folder and start', () => {
    expect(programName(process.pid)).toBeTruthy();
    expect(workingFolder(process.pid)).toBe(process.cwd());
    expect(startMark(process.pid)).toMatch(/^\d+$/);
  });
});
