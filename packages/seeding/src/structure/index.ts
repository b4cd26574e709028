export { cancelledBy } from './cancelled-by.ts';
export { dropStructure, isStructureNeeded } from './drop-structure.ts';
export { rebuildStructure, type RebuildOptions } from './rebuild-structure.ts';
export { createStructureTable, missingStructure, type StructurePart } from './structure-table.ts';
export { bypassesPolicies, holdsNothing, ownsTables, seeingAll } from './tables-at-hand.ts';
