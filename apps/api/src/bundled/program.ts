/** What the bundle holds: the process, and its rehearsal at build time. */
export { serve } from '../server.ts';
export { rehearse } from './rehearse.ts';
