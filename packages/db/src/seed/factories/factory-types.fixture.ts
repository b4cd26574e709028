// What the type check refuses in a factory: a line below that it lets through is an error of its own. Nothing of it runs.
import { at, defineFactory } from './factory.ts';
import { inCommunity } from './load-context.ts';

/** A factory of tags, in parts. */
export const tag = {
  table: 'tags',
  key: ['communityId', 'id'],
  needs: [],
  kind: 'reference',
  version: 1,
  count: () => 1,
} as const;
export const row = { communityId: 'c', id: 'i', name: 'Help', createdAt: at(0) };
export const columns = { communityId: 'uuid', id: 'uuid', name: 'text', createdAt: 'timestamptz' } as const;

export function refused(): void {
  const renamed = { ...columns, label: 'text' } as const;
  // @ts-expect-error -- no such field: as after a rename in the schema
  defineFactory('Tag', { ...tag, columns: renamed, row: () => ({ ...row, label: 'x' }) });
  const mistyped = { ...columns, createdAt: 'text' } as const;
  // @ts-expect-error -- a moment is no text
  defineFactory('Tag', { ...tag, columns: mistyped, row: () => row });
  const { name: _less, ...less } = row;
  // @ts-expect-error -- a row without a column
  defineFactory('Tag', { ...tag, columns, row: () => less });
  const { name: _name, ...cells } = {
    communityId: inCommunity,
    id: inCommunity,
    name: (cell: { bytes(text: Uint8Array): void }) => cell.bytes(Buffer.from('x')),
    createdAt: (cell: { time(ms: number): void }) => cell.time(0),
  };
  const generated = { perUser: 1, count: () => 0 };
  // @ts-expect-error -- a column that nothing writes
  defineFactory('Tag', { ...tag, columns, row: () => row, generated: { ...generated, cells } });
  const nothing = { ...cells, name: (cell: { null(): void }) => cell.null() };
  // @ts-expect-error -- a column that may not be null
  defineFactory('Tag', { ...tag, columns, row: () => row, generated: { ...generated, cells: nothing } });
  const number = { ...cells, name: (cell: { int4(value: number): void }) => cell.int4(1) };
  // @ts-expect-error -- a text is no number
  defineFactory('Tag', { ...tag, columns, row: () => row, generated: { ...generated, cells: number } });
}
