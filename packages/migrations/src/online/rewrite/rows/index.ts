import type { Row } from '../row.ts';
import { addColumn } from './add-column.ts';
import { addKey } from './add-key.ts';
import { buildIndex } from './build-index.ts';
import { changeRows } from './change-rows.ts';
import { copyRows } from './copy-rows.ts';
import { dropIndex } from './drop-index.ts';
import { enumValue } from './enum-value.ts';
import { expand } from './expand.ts';
import { helperGone } from './helper-gone.ts';
import { maintenance } from './maintenance.ts';
import { notValid } from './not-valid.ts';
import { ownFile } from './own-file.ts';
import { setNotNull } from './set-not-null.ts';

/** Every row; the first that takes a hazard has it. */
export const rows: readonly Row[] = [
  helperGone,
  buildIndex,
  addKey,
  notValid,
  setNotNull,
  addColumn,
  changeRows,
  copyRows,
  dropIndex,
  maintenance,
  enumValue,
  expand,
  ownFile,
];
