import type pc from 'picocolors';

/** The colours of one stream; each is the identity where colours are off. */
export type Paint = ReturnType<typeof pc.createColors>;
