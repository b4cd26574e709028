import { expect, test } from 'vitest';
import { demo } from '../../profiles/demo.ts';
import { communityContext } from '../model/community.ts';
import { fillSlots } from './fill-slots.ts';

test('a text names the days of its forum, whatever the reference date', () => {
  const [spec] = demo.communities;
  const text = '{community}: {weekday 97}, {date 97}, since {month 20}, in {year 18}. {other}';
  const of = (date: string): string => fillSlots(communityContext(spec!, 1, new Date(date)), text);
  expect(of('2026-11-20T18:00:00Z')).toBe('Agora: Saturday, 28 November, since September, in 2026. {other}');
  expect(of('2027-01-31T00:00:00Z')).toBe('Agora: Sunday, 7 February, since November, in 2026. {other}');
});
