/** A database as pg-delta reads it. An entry of its own, for most readers of a catalog need no planner. */
export { type Facts, readFacts, type UnmodelledKind } from './read-facts.ts';
