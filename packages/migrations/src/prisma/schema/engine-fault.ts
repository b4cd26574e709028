import { type Fault, isAgoraError } from '@agora/core';
import { findEngineBuild } from '@agora/schema-engine';

/** Why no engine of Prisma serves a project, and what to install; undefined where one does. Nothing is started. */
export function engineFault(projectDirectory: string): Pick<Fault, 'message' | 'why' | 'fix'> | undefined {
  try {
    findEngineBuild(projectDirectory);
    return undefined;
  } catch (error) {
    if (isAgoraError(error)) return { message: error.message, why: error.why ?? '', fix: error.fix ?? '' };
    throw error;
  }
}
