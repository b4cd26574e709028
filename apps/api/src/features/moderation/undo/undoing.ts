import type { CommunityTransaction } from '@agora/db';
import { ApiError } from '../../../api-error.ts';
import type { Viewer } from '../../../auth/access-token.ts';
import type { Forum, RunInPrisma } from '../../../database/forum.ts';

/** An act that is to be undone. */
export interface Act {
  readonly id: string;
  readonly targetId: string;
  /** As its kind keeps it. */
  readonly details: unknown;
}

/** How a kind of act is undone. */
export interface Undoing {
  /** What may take long, and goes before the rest in transactions of its own. */
  readonly ahead?: (forum: Forum, viewer: Viewer, act: Act) => Promise<void>;
  /**
   * Gives back what was before; locks who asks, and looks whether they may.
   * @throws ApiError `act.not_undoable` when something newer stands in the way
   */
  readonly undo: (
    work: { readonly transaction: CommunityTransaction; readonly run: RunInPrisma; readonly viewer: Viewer },
    act: Act,
  ) => Promise<void>;
}

/** The error that says why an act cannot be undone. @param why a sentence */
export const notUndoable = (why: string): ApiError => new ApiError('act.not_undoable', why);
