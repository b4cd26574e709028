import { avatarPicture } from './seed/values/avatar.ts';
import { contentId } from './seed/values/cid.ts';
import { attachmentBytes, attachments } from './seed/text/attachments.ts';
import { people } from './seed/text/people.ts';

/** What makes the bytes, by their content id. */
let byContentId: ReadonlyMap<string, () => Buffer> | undefined;

/**
 * The bytes of a medium that the seeds attach to posts, or of a picture of a person, by the content id; undefined when no
 * seed has such a one. They come with this package, so that a seeded forum shows its pictures whatever store the API is given.
 */
export function sampleMedium(cid: string): Buffer | undefined {
  byContentId ??= new Map(
    [
      ...Object.values(attachments).map((one) => () => attachmentBytes(one)),
      ...people.map(
        ({ username }) =>
          () =>
            avatarPicture(username),
      ),
    ].map((make) => [contentId(make()), make]),
  );
  return byContentId.get(cid)?.();
}
