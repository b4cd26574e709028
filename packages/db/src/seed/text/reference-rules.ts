import { type EconomyRules, economyRules } from '../../economy/index.ts';
import { achievements, economy, levels } from './reference.ts';

/** By what the seeded communities reward. */
export const referenceRules: EconomyRules = economyRules({ economy, levels, achievements });
