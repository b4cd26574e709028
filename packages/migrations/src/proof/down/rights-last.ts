import { encodeId, type Plan, type StableId } from '@supabase/pg-delta';

type Action = Plan['actions'][number];

/** A statement that changes who owns an object, or what somebody may do with it. */
interface RightsChange {
  readonly object: string;
  /** Somebody may have less after it. */
  readonly takes: boolean;
}

/**
 * The planner's statements, with what takes ownership or privileges after all others that touch the same object: these
 * need the rights that are still there, and whoever goes back may be no superuser. The rest keeps its order.
 */
export function rightsLast(actions: readonly Action[]): readonly Action[] {
  const lastUse = new Map<string, number>();
  const destroyed = new Set<string>();
  for (const [index, action] of actions.entries()) {
    for (const id of action.destroys) destroyed.add(encodeId(id));
    if (rightsChange(action) !== undefined) continue;
    for (const id of idsOf(action)) for (const key of withParents(id)) lastUse.set(key, index);
  }
  // What follows on the same object follows still: a privilege that is given again, say.
  const late = new Set<string>();
  const placed = actions.map((action, index) => {
    const change = rightsChange(action);
    if (change === undefined || destroyed.has(change.object)) return { action, place: index };
    if (change.takes) late.add(change.object);
    const use = late.has(change.object) ? lastUse.get(change.object) : undefined;
    return { action, place: Math.max(index, use === undefined ? index : use + 0.5) };
  });
  return placed.toSorted((a, b) => a.place - b.place).map(({ action }) => action);
}

function rightsChange(action: Action): RightsChange | undefined {
  if (/^(?:GRANT|REVOKE) /.test(action.sql)) {
    const acl = idsOf(action).find((id) => id.kind === 'acl');
    return acl && { object: encodeId(acl.target), takes: action.verb !== 'create' };
  }
  if (!/^ALTER .* OWNER TO /s.test(action.sql)) return undefined;
  const owned = idsOf(action).find(({ kind }) => kind !== 'role');
  return owned && { object: encodeId(owned), takes: true };
}

const idsOf = ({ produces, consumes, destroys, releases }: Action): readonly StableId[] => [
  ...produces,
  ...consumes,
  ...destroys,
  ...releases,
];

/** An object, its table and its schema. */
function withParents(id: StableId): readonly string[] {
  if ('target' in id) return withParents(id.target);
  const keys = [encodeId(id)];
  if ('schema' in id && id.schema !== null) {
    keys.push(encodeId({ kind: 'schema', name: id.schema }));
    if ('table' in id) keys.push(encodeId({ kind: 'table', schema: id.schema, name: id.table }));
  }
  return keys;
}
