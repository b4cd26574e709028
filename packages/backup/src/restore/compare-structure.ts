import { someNames } from '@agora/core';
import {
  asText,
  columnOrderDifferences,
  compareCatalogs,
  type Difference,
  readCatalog,
} from '@agora/catalog';
import { type Client, serverMajor, readServerMajor } from '@agora/postgres';
import type { ManifestSequence } from '../format/manifest.ts';
import { readSequences } from '../source/sequences.ts';
import { withSession } from '../source/session.ts';
import { readSourceTables, tableSql } from '../source/tables.ts';
import type { OpenBackup } from './open-backup.ts';

/** How a restored database compares with what was backed up. */
export interface Comparison {
  /** In what it is not the same. */
  readonly faults: readonly string[];
  /** What stands in another order, could not be made as strict, or is described in other words by another major version. */
  readonly notes: readonly string[];
}

/** Compares the structure, and where sequences stand. */
export function compareStructure(
  url: string,
  backup: OpenBackup,
  { owners }: { readonly owners: boolean },
): Promise<Comparison> {
  return withSession(url, async (client) => {
    const expected = await backup.catalog();
    const actual = await readCatalog(client);
    const differences = compareCatalogs(expected, actual, { owners }).filter(
      (difference) => counts(difference) && (owners || !isOfRoles(difference)),
    );
    const major = await readServerMajor(client);
    const was = serverMajor(backup.manifest.server.version);
    // Each version prints views, and knows rights and options, that another does not.
    const conceded = differences.filter((one) => concession(one) !== undefined);
    const otherWords =
      major === was ? [] : differences.filter((one) => one.kind === 'changed' && !conceded.includes(one));
    const faults = [
      ...differences
        .filter((one) => !otherWords.includes(one) && !conceded.includes(one))
        .map(({ line }) => `catalog: ${line}`),
      ...(await tableFaults(client, backup)),
      ...sequenceFaults(backup.manifest.sequences, await readSequences(client)),
    ];
    return {
      faults,
      notes: [
        ...columnOrderDifferences(expected, actual),
        ...conceded.map((one) => concession(one) ?? '').filter((note) => note !== ''),
        ...(otherWords.length === 0 ? [] : [describeOtherWords(otherWords, { major, was })]),
      ],
    };
  });
}

/**
 * Where files lie is no matter of a backup; an index that was invalid is whole once it has been made anew; and whether a key
 * is inherited says nothing (PostgreSQL itself writes it in two ways).
 */
function counts({ attribute, expected, object }: Difference): boolean {
  if (attribute === 'tablespace') return false;
  if (attribute === 'valid') return expected !== undefined;
  return attribute !== 'no inherit' || /^CHECK|^NOT NULL/.test(asText(object.definition['definition']));
}

/**
 * What a restore makes otherwise so that all the rest comes back; undefined for anything else.
 * @returns the note, empty where another one says it
 */
function concession({ object, attribute, expected, actual }: Difference): string | undefined {
  const { kind, schema, parent, name } = object;
  const label = [kind, [schema, parent, name].filter((part) => part !== undefined).join('.')].join(' ');
  if (kind === 'extension' && attribute === 'version')
    return `${label} has the version ${asText(actual)}; it had ${asText(expected)}`;
  if (kind === 'materialized view' && attribute === 'populated' && expected === true)
    return `${label} is empty: its query fails on these rows, as REFRESH MATERIALIZED VIEW will say`;
  if (kind !== 'constraint') return undefined;
  if (attribute === 'validated' && expected === true)
    return `${label} is NOT VALID: rows break it, and did so when the backup was made`;
  return attribute === 'definition' && asText(actual) === `${asText(expected)} NOT VALID` ? '' : undefined;
}

function describeOtherWords(
  differences: readonly Difference[],
  { major, was }: { readonly major: number; readonly was: number },
): string {
  const named = differences.map(
    ({ object: { kind, schema, name }, attribute }) =>
      `${kind} ${schema === undefined ? '' : `${schema}.`}${name} (${attribute ?? ''})`,
  );
  return `PostgreSQL ${major} describes in other words than ${was} did, so that these were not compared: ${someNames(named)}`;
}

const isOfRoles = ({ attribute, object }: Difference): boolean =>
  attribute === 'privileges' || object.kind === 'default privileges';

/** Tables that the catalog's comparison leaves out, such as the history, must be there as well. */
async function tableFaults(client: Client, { manifest }: OpenBackup): Promise<readonly string[]> {
  const there = new Set((await readSourceTables(client)).map(tableSql));
  const wanted = new Set(manifest.tables.map(tableSql));
  return [
    ...[...wanted].filter((one) => !there.has(one)).map((one) => `the table ${one} is missing`),
    ...[...there].filter((one) => !wanted.has(one)).map((one) => `the table ${one} was not backed up`),
  ];
}

const keyOf = ({ schema, name, identityOf }: ManifestSequence): string =>
  JSON.stringify(identityOf ?? [schema, name]);

function sequenceFaults(
  expected: readonly ManifestSequence[],
  actual: readonly ManifestSequence[],
): readonly string[] {
  const found = new Map(actual.map((one) => [keyOf(one), one]));
  return expected.flatMap((one) => {
    const other = found.get(keyOf(one));
    if (other === undefined) return [`the sequence ${tableSql(one)} is missing`];
    if (other.value === one.value && other.called === one.called) return [];
    return [`the sequence ${tableSql(one)} stands at ${other.value}; it should at ${one.value}`];
  });
}
