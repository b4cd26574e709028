import type { Operation } from '../../http/operation.ts';
import { getHome } from './get-home.ts';
import { getProblemType } from './get-problem-type.ts';
import { listProblemTypes } from './list-problem-types.ts';

/** What answers at the bare address. */
export const home: readonly Operation[] = [getHome, listProblemTypes, getProblemType];
