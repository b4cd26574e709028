import { AgoraError } from '@agora/core';

/** A command line that cannot be understood: exits 64. */
export class UsageError extends AgoraError {}
