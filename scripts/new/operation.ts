import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { register } from './register.ts';
import { fill, Misuse, nameOf, type Room } from './room.ts';

const FOLDER = 'apps/api';
const FEATURES = 'src/features';

/** An operation of the API: `pnpm new operation tags/popular-tags`, or deeper in the feature, as `posts/lists/hot-posts`. */
export function operation(root: string, wanted: string): Room {
  const places = wanted.split('/');
  const name = nameOf(places.pop() ?? '');
  const [feature] = places;
  if (feature === undefined || !isFeature(root, feature)) {
    const features = readdirSync(path.join(root, FOLDER, FEATURES)).filter((one) => isFeature(root, one));
    throw new Misuse(
      `"${wanted}" begins with no feature that is an array of operations: ${features.join(', ')}.`,
    );
  }
  const place = `${FEATURES}/${places.join('/')}`;
  const filling = { ...name, tag: feature, up: '../'.repeat(place.split('/').length - 1) };
  const files = ['operation.ts', 'operation.test.ts'].map(
    (file) =>
      [
        `${FOLDER}/${place}/${file.replace('operation', name.kebab)}`,
        fill(`operation/${file}`, filling),
      ] as const,
  );
  const index = `${FOLDER}/${FEATURES}/${feature}/index.ts`;
  const text = register(readFileSync(path.join(root, index), 'utf8'), {
    imported: { name: name.camel, from: `./${[...places.slice(1), `${name.kebab}.ts`].join('/')}` },
    opening: /: readonly Operation\[\] = \[/,
    entry: name.camel,
  });
  return {
    files: new Map(files),
    register: { file: index, text },
    derive: { folder: FOLDER, command: ['npm', 'run', '--silent', 'generate:client'] },
    test: { folder: FOLDER, files: [`${place}/${name.kebab}.test.ts`, 'src/app.test.ts'] },
  };
}

function isFeature(root: string, folder: string): boolean {
  return existsSync(path.join(root, FOLDER, FEATURES, folder, 'index.ts'));
}
