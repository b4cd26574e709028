import { everyThird, testServerUrl } from '@agora/testkit';
import { describe, expect, it } from 'vitest';

import { makeScript, type Migration, type Script } from '../../project/folder.ts';
import {
  type RoundTrip,
  ROWS_CHANGED,
  SPECIAL_TABLES,
  TYPES_CHANGED,
  VALUES_CHANGED,
  VALUES_MERGED,
} from './round-trips.fixture.ts';
import type { MigrationReport } from './findings.ts';
import { EMPTY_AGAIN, KEYS_RETYPED, VALUES_MOVED } from './values-moved.fixture.ts';
import { walkHistory } from './verify.ts';

const script = (file: string, sql: string): Script => makeScript(`/x/${file}`, sql);

async function prove({ before, up, down }: RoundTrip): Promise<MigrationReport> {
  const history: Migration[] = [
    { name: '1', directory: '/x/1', up: script('1/migration.sql', before) },
    {
      name: '2',
      directory: '/x/2',
      up: script('2/migration.sql', up),
      ...(down === undefined ? {} : { down: script('2/down.sql', down) }),
    },
  ];
  const [report] = await walkHistory(history, {
    adminUrl: await testServerUrl(),
    select: ({ name }) => name === '2',
    generate: () => down === undefined,
  });
  if (report === undefined) throw new TypeError('nothing was proven');
  return report;
}

/** What the case says of the outcome. */
function outcomeOf({ fails, loses = [] }: RoundTrip): MigrationReport['outcome'] {
  if (fails !== undefined) return 'failed';
  return loses.length > 0 ? 'proven with data loss' : 'proven';
}

// A way back that is called lossless and is not is the worst that a proof can do; one that is refused
// although it works comes next.
describe.each([
  ['values', VALUES_CHANGED],
  ['rows', ROWS_CHANGED],
  ['types', TYPES_CHANGED],
  ['values made alike', VALUES_MERGED],
  ['special tables', SPECIAL_TABLES],
  ['values that are moved', VALUES_MOVED],
  ['keys of another type', KEYS_RETYPED],
  ['tables that come back empty', EMPTY_AGAIN],
] as const)('a round trip over %s', (_, cases) => {
  it.each(everyThird(everyThird(cases)).map((one) => [one.title, one] as const))('%s', async (__, one) => {
    const report = await prove(one);
    expect(report.reason ?? '').toMatch(one.fails ?? (one.loses === undefined ? /^$/ : /^/));
    expect({ outcome: report.outcome, lost: report.lost.toSorted() }).toEqual({
      outcome: outcomeOf(one),
      lost: (one.loses ?? []).toSorted(),
    });
    expect(report.notes.join('\n')).toMatch(one.notes ?? /^/);
    expect(report.generated?.sql ?? '').toMatch(one.writes ?? /^/);
  });
});
