export { type Content, lostContent, readContent } from './content.ts';
export { convertibleTexts } from './convertible-texts.ts';
export { convertsColumns, zoneFor } from './conversions.ts';
export type { DataChange } from './data-change.ts';
export { addExtraRows, addNullRow, type ExtraRow, takeOut } from './extra-rows.ts';
export { type FilteredCopy, filteredCopies } from './filtered-copies.ts';
export { caseBranches } from './case-branches.ts';
export { zoneReasons } from './zone-times.ts';
