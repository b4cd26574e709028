export * from './names.ts';
export * from './parse.ts';
export * from './positions.ts';
export * from './syntax.ts';
