// Makes the published packages, or those that are named: pnpm pack:all agora-db
import { make } from './make.ts';
import { publishedPackages } from './packages/index.ts';

const named = process.argv.slice(2);
const unknown = named.filter((name) => !publishedPackages.some((published) => published.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no package ${unknown.join(', ')}. There is ${publishedPackages.map(({ name }) => name).join(', ')}.\n`,
  );
  process.exit(64);
}
for (const published of publishedPackages) {
  if (named.length > 0 && !named.includes(published.name)) continue;
  const { file, packedBytes, unpackedBytes } = await make(published);
  process.stdout.write(
    `${file} ${(packedBytes / 1000).toFixed(0)} kB, ${(unpackedBytes / 1000).toFixed(0)} kB unpacked\n`,
  );
}
