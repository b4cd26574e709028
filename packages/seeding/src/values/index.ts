export { candidates } from './candidates.ts';
export { type Hints, hintsIn } from './hints.ts';
export { asLiteral } from './literal-values.ts';
export { oddValues } from './odd-values.ts';
