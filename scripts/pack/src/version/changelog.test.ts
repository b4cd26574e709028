import { expect, test } from 'vitest';

import { withVersion } from './changelog.ts';

const changes = [
  { summary: 'Less is said.', releases: [{ name: 'agora-db', type: 'patch' }] },
  {
    summary: 'There is no more `--old`.\nUse `--new`.',
    releases: [
      { name: 'agora-db', type: 'major' },
      { name: 'agora-deploy', type: 'patch' },
    ],
  },
];

test('puts a version above those before it, what breaks first', () => {
  expect(withVersion('# Changelog\n\nWords.\n\n## 0.1.0\n\nOld.\n', '1.0.0', changes)).toBe(
    '# Changelog\n\nWords.\n\n## 1.0.0\n\n### Breaking\n\n' +
      '- `agora-db`, `agora-deploy`: There is no more `--old`.\n  Use `--new`.\n\n' +
      '### Corrected\n\n- `agora-db`: Less is said.\n\n## 0.1.0\n\nOld.\n',
  );
});

test('begins with the first', () => {
  expect(withVersion('# Changelog\n', '0.1.0', [])).toBe('# Changelog\n\n## 0.1.0\n');
});
