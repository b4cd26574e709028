export { countStructure, dropStructure } from './drop-structure.ts';
export { mayTakeOff } from './may-take-off.ts';
export { withAllRowsVisible } from './policies.ts';
export { rebuildStructure, type RebuildOptions } from './rebuild-structure.ts';
export { createStructureTable, missingStructure, type StructurePart } from './structure-table.ts';
