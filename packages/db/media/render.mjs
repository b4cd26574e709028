// Draws the PNG files from the SVG files beside them, after one was changed: node render.mjs [chromium]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const profile = mkdtempSync(path.join(tmpdir(), 'agora-render-'));
for (const name of readdirSync(import.meta.dirname).filter((file) => file.endsWith('.svg'))) {
  const source = path.join(import.meta.dirname, name);
  const [, width, height] = /<svg [^>]*width="(\d+)" height="(\d+)"/.exec(readFileSync(source, 'utf8'));
  const { status } = spawnSync(
    process.argv[2] ?? 'chromium',
    [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--hide-scrollbars',
      `--user-data-dir=${profile}`,
      `--window-size=${width},${height}`,
      `--screenshot=${source.replace(/svg$/, 'png')}`,
      pathToFileURL(source).href,
    ],
    { stdio: 'inherit' },
  );
  if (status !== 0) process.exitCode = 1;
}
rmSync(profile, { recursive: true, force: true });
