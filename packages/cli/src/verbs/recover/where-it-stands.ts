import type { RecoverPlan, RecoverStep } from '@agora/operations/recover';

/** Where a recovery stands that has failed or was stopped, and what to do, in words. Pure. */
export function whereItStands(
  { database, old }: Pick<RecoverPlan, 'database' | 'old'>,
  steps: readonly Pick<RecoverStep, 'name' | 'outcome'>[],
): string {
  const stateOf = (name: RecoverStep['name']): 'to do' | 'failed' | 'done' => {
    const outcome = steps.find((step) => step.name === name)?.outcome ?? 'not reached';
    return outcome === 'not reached' ? 'to do' : outcome === 'failed' ? 'failed' : 'done';
  };
  const kept = old === null ? '' : ` The old database is kept as ${old}.`;
  switch (stateOf('swap')) {
    case 'done': {
      const serves = {
        done: 'serves',
        failed: 'is the restored database, and could not be entered',
        'to do': 'is the restored database',
      }[stateOf('serves')];
      return `${database} ${serves}; the recovery is not at its end.${kept} agora recover ends it.`;
    }
    case 'failed':
      return `Whether the restored database took the place of ${database} is said by agora recover status.${kept} agora recover goes on.`;
    default: {
      const out = stateOf('writers out');
      const where =
        out === 'to do'
          ? `${database} was not touched.`
          : out === 'failed'
            ? 'Maybe nobody is let in.'
            : `Nobody is let in.${kept}`;
      return `${where} agora recover goes on; agora recover cancel gives it up, and all is as before.`;
    }
  }
}
