// Packs from the built workspace, and runs the README of each example, or of those that are named, as its users would:
// node --import tsx scripts/pack/src/examples/main.ts focus
import { readdirSync } from 'node:fs';
import path from 'node:path';

import { root } from '../catalog.ts';
import { make } from '../make.ts';
import { publishedPackages } from '../packages/index.ts';
import { putRows } from '../try/page.ts';
import { seconds } from '../try/table.ts';
import { type ExampleStep, runExample } from './run-example.ts';

const examples = readdirSync(path.join(root, 'examples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const named = process.argv.slice(2);
const unknown = named.filter((name) => !examples.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no example ${unknown.join(', ')}. There is ${examples.join(', ')}.\n`);
  process.exit(64);
}

const tarballs = new Map<string, string>();
for (const published of publishedPackages) tarballs.set(published.name, (await make(published)).file);

const failed: string[] = [];
for (const name of named.length > 0 ? named : examples) {
  process.stdout.write(`\n${name}\n`);
  const steps: ExampleStep[] = [];
  const good = await runExample(name, tarballs, (step) => {
    steps.push(step);
    process.stdout.write(
      `  ${step.good ? 'good' : 'BAD '} ${seconds(step.durationMs / 1000).padStart(8)}  ${step.line}\n`,
    );
    if (!step.good) process.stdout.write(`\nexited ${step.code}\n${step.output}\n`);
  });
  const taken = steps.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000;
  await putRows('The examples', 1, [
    [name, `${steps.length}`, seconds(taken), good ? 'good' : `failed: ${steps.at(-1)?.line}`],
  ]);
  if (!good) failed.push(name);
}
if (failed.length > 0) {
  process.stderr.write(`\nNot green: ${failed.join(', ')}.\n`);
  process.exit(1);
}
