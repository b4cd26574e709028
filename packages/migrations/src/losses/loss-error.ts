import { AgoraError } from '@agora/core';

import { type CountedLoss, describeLoss, realLosses, withoutOverlaps } from './loss.ts';

/** @throws AgoraError `migrations.data_loss` when there is a loss, or may be one, that nobody has consented to */
export function refuseLoss(losses: readonly CountedLoss[], message: string): void {
  const real = withoutOverlaps(realLosses(losses));
  if (real.length === 0) return;
  throw new AgoraError({
    code: 'migrations.data_loss',
    message,
    why: real.map((loss) => `${loss.migration}: ${describeLoss(loss)}`).join('\n'),
    fix: 'If that is what you want: run again with --accept-data-loss.',
  });
}
