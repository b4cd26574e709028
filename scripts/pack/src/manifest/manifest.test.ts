import { expect, test } from 'vitest';

import { catalogVersion } from '../catalog.ts';
import { publishedPackages } from '../packages/index.ts';
import { manifestOf } from './manifest.ts';

const common = { version: '1.2.3', license: 'MIT', engines: { node: '>=20.19' } };

test.each(publishedPackages.map((published) => [published.name, published] as const))(
  '%s names nothing of the workspace, and versions of the catalog',
  (_, published) => {
    const manifest = manifestOf(published, common);
    expect(JSON.stringify(manifest)).not.toMatch(/@agora\/|workspace:|catalog:/);
    for (const name of [...published.dependencies, ...published.optionalDependencies])
      expect(manifest).toHaveProperty(
        [published.dependencies.includes(name) ? 'dependencies' : 'optionalDependencies', name],
        catalogVersion(name),
      );
    expect(manifest).toMatchObject({ ...common, name: published.name, type: 'module' });
    expect(manifest).not.toHaveProperty('private');
  },
);

test('types come before code, and TypeScript that reads no exports finds them too', () => {
  const [agoraDb] = publishedPackages;
  const manifest = manifestOf(agoraDb!, common);
  expect(JSON.stringify(manifest['exports'])).toContain(
    '".":{"import":{"types":"./dist/index.d.ts","default":"./dist/index.js"},' +
      '"require":{"types":"./dist/index.d.cts","default":"./dist/index.cjs"}}',
  );
  expect(manifest['typesVersions']).toMatchObject({ '*': { history: ['./dist/history.d.ts'] } });
});
