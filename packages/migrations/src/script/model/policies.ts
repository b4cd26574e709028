import { as, items, type Name, nameOf, type ParsedStatement, strings } from '@agora/postgres/parser';
import type { SchemaModel } from './schema-model.ts';

/**
 * Brings the model past a statement that makes, drops or moves policies. A RESTRICTIVE one is left out: it lets nobody in.
 */
export function applyPolicies(model: SchemaModel, { node }: ParsedStatement): void {
  const create = as(node, 'CreatePolicyStmt');
  if (create?.permissive) {
    const key = model.key(nameOf(create.table));
    model.policies.set(key, new Set([...(model.policies.get(key) ?? []), create.policy_name ?? '']));
  }
  for (const { table, policy } of droppedPolicies(node)) {
    const key = model.key(table);
    const left = [...(model.policies.get(key) ?? [])].filter((one) => one !== policy);
    if (left.length > 0) model.policies.set(key, new Set(left));
    else model.policies.delete(key);
  }
}

/** Each policy that a DROP POLICY names, with its table. */
export function droppedPolicies(node: ParsedStatement['node']): readonly { table: Name; policy: string }[] {
  const drop = as(node, 'DropStmt');
  if (drop?.removeType !== 'OBJECT_POLICY') return [];
  return (drop.objects ?? []).map((object) => {
    const [policy = '', name = '', schema] = strings(items(object)).toReversed();
    return { table: schema === undefined ? { name } : { schema, name }, policy };
  });
}
