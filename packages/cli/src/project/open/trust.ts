import { choice } from '../../command/option.ts';

/** `--trust`, of the commands that prove. */
export const TRUST = choice(
  ['lock', 'none'],
  'whether proofs in agora.lock count; none on protected branches, since a line can be forged',
  { default: 'lock' },
);
