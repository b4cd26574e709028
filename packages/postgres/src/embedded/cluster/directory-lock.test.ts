import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withDirectoryLock } from './directory-lock.ts';
import { startMark } from '../processes/processes.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'agora lock '));
});
afterAll(() => rm(folder, { recursive: true }));

async function leave(name: string, owner: { pid: number; mark: string }): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  await writeFile(join(path, 'owner.json'), JSON.stringify({ ...owner, host: hostname() }));
  return path;
}

describe('withDirectoryLock', () => {
  it('lets one in at a time and leaves nothing behind', async () => {
    let inside = 0;
    let most = 0;
    const enter = (): Promise<void> =>
      withDirectoryLock(join(folder, 'one'), 120_000, async () => {
        inside += 1;
        most = Math.max(most, inside);
        await sleep(10);
        inside -= 1;
      });
    await Promise.all(Array.from({ length: 8 }, enter));
    expect(most).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it('gives the lock back after an error', async () => {
    const path = join(folder, 'error');
    await expect(withDirectoryLock(path, 0, () => Promise.reject(new Error('inside')))).rejects.toThrow(
      'inside',
    );
    expect(await withDirectoryLock(path, 0, () => Promise.resolve('free'))).toBe('free');
  });

  it('takes over from a dead owner, one at a time when several try', async () => {
    // No process has this id: Linux ends at 4194304, Windows and macOS below that.
    const path = await leave('dead', { pid: 99_999_999, mark: '' });
    let inside = 0;
    const enter = (): Promise<void> =>
      withDirectoryLock(path, 120_000, async () => {
        expect(inside).toBe(0);
        inside += 1;
        await sleep(5);
        inside -= 1;
      });
    await Promise.all(Array.from({ length: 6 }, enter));
  });

  it('removes what a process killed on its way in left beside it, and not what one that lives is making', async () => {
    // No process has the first id, see above; the second is ours.
    const [dead, living] = [99_999_999, process.pid].map((pid) => `beside.${pid}.0123abcd`);
    for (const name of [dead, living]) await mkdir(join(folder, name ?? ''));
    await withDirectoryLock(join(folder, 'beside'), 0, () => Promise.resolve());
    expect((await readdir(folder)).filter((name) => name.startsWith('beside'))).toEqual([living]);
    await rm(join(folder, living ?? ''), { recursive: true });
  });

  it.runIf(process.platform === 'linux')(
    'takes over when the id of a dead owner belongs to another process now',
    async () => {
      const path = await leave('reused', { pid: process.pid, mark: 'earlier' });
      expect(await withDirectoryLock(path, 0, () => Promise.resolve('taken over'))).toBe('taken over');
    },
  );

  it('names a living owner after waiting in vain', async () => {
    const path = await leave('living', { pid: process.pid, mark: startMark(process.pid) });
    await expect(withDirectoryLock(path, 120, () => Promise.resolve())).rejects.toMatchObject({
      code: 'postgres.embedded_locked',
      why: expect.stringContaining(String(process.pid)),
    });
  });
});
