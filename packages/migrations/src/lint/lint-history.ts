import type { Migration } from '../project/folder.ts';
import { SchemaModel } from '../script/model/schema-model.ts';
import type { Direction, SeverityOverrides } from './finding.ts';
import type { Linted } from './linted.ts';
import { lintScript } from './lint-script.ts';

interface HistoryToLint {
  /** Findings name their files relative to this folder. */
  readonly root: string;
  /** All migrations, in order: those that are not linted still tell what the schema was. */
  readonly migrations: readonly Migration[];
  /** Names of those that are linted. */
  readonly chosen: ReadonlySet<string>;
  readonly directions: readonly Direction[];
  /** Schema of unqualified names. */
  readonly defaultSchema: string;
  readonly severities: SeverityOverrides;
  /** Whether the chosen are deployed together: what one of them makes is then new to all. */
  readonly together?: boolean;
}

/** Goes through the history once; scripts that are not linted only bring the model forward. `loadParser()` comes first. */
export function lintHistory(history: HistoryToLint): readonly Linted[] {
  const { root, migrations, chosen, directions, severities } = history;
  const model = new SchemaModel(history.defaultSchema);
  return migrations.flatMap((migration, index): Linted[] => {
    const wanted = chosen.has(migration.name);
    model.migration = index;
    if (wanted && history.together) model.together.add(index);
    const common = { migration, earlier: migrations.slice(0, index), root, severities };
    const up = lintScript({
      ...common,
      script: migration.up,
      direction: 'up',
      model,
      wanted: wanted && directions.includes('up'),
    });
    const { down } = migration;
    if (!down || !wanted || !directions.includes('down')) return [...up];
    const after = model.fork();
    // What the way up made is live when the way down runs.
    after.migration = index + 0.5;
    return [...up, ...lintScript({ ...common, script: down, direction: 'down', model: after, wanted: true })];
  });
}
