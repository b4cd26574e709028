import { expect, test } from 'vitest';

import { agora } from '../agora.ts';
import { loadAll } from '../program/program.ts';
import { verbsElsewhere } from './suggestions.ts';

const root = await loadAll(agora);

test('a verb without its noun is first that of migrate', () => {
  expect(verbsElsewhere(root, 'status')[0]).toBe('agora migrate status');
  expect(verbsElsewhere(root, 'verify')).toEqual(['agora migrate verify', 'agora backup verify']);
  expect(verbsElsewhere(root, 'start')).toEqual(['agora db start']);
});

test('where one of that name destroys, none is offered in its place', () => {
  expect(verbsElsewhere(root, 'rollback')).toEqual([]);
  expect(verbsElsewhere(root, 'reset')).toEqual([]);
});
