import type { Operation } from '../../http/operation.ts';
import { getLiveness } from './get-liveness.ts';
import { getReadiness } from './get-readiness.ts';

/** Whether the process lives, and whether it can serve: for an orchestrator's probes. */
export const health: readonly Operation[] = [getLiveness, getReadiness];
