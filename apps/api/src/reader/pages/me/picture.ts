import { isUploaded } from '@agora/db';
import { ApiError } from '../../../api-error.ts';
import { mostAvatarBytes, mostAvatarSide } from '../../../features/media/avatars/pictures.ts';
import { currentUser } from '../../../features/me/profile/current-user.ts';
import type { Button } from '../../forms/button.ts';
import type { FormPage } from '../../forms/form-page.ts';
import { withFlash } from '../../forms/way-back.ts';
import { html } from '../../markup/html.ts';
import { readerPaths } from '../../markup/paths.ts';
import { buttonForm } from '../../views/button.ts';
import { avatar } from '../../views/parts.ts';
import { settingsNav } from '../../views/sections.ts';

/** The picture beside the reader's name. */
export const picture: FormPage = {
  path: '/me/picture',
  login: 'required',
  show: async (visit) => {
    const mine = currentUser.parse(await visit.ask({ method: 'GET', path: '/me' }));
    const elsewhere = mine.avatar !== null && !isUploaded(mine.avatar);
    return {
      title: 'Picture',
      lead: elsewhere
        ? 'You have a picture elsewhere on the web. Programs show it; these pages show your initials.'
        : 'Everybody sees it beside your name. Without one they see your initials.',
      above: html`${settingsNav(visit.community, 'Picture')}
        <p>${avatar(mine, 'large')}</p>`,
      fields: [
        {
          name: 'picture',
          label: 'File',
          kind: 'file',
          accept: 'image/png,image/jpeg,image/gif,image/webp',
          hint: `PNG, JPEG, GIF or WebP, at most ${mostAvatarBytes / 1e6} MB and ${mostAvatarSide} pixels a side. It is shown as it is, with all that the file says: a photo may hold the place where it was taken.`,
        },
      ],
      submit: [{ text: 'Upload' }],
      blame: {
        'request.too_large': 'picture',
        'media.type_refused': 'picture',
        'media.malformed': 'picture',
        'media.too_many_pixels': 'picture',
      },
      ...(mine.avatar !== null && {
        below: buttonForm(await visit.view(), {
          action: readerPaths.removePicture(visit.community),
          text: 'Remove the picture',
          fields: { version: String(mine.version) },
        }),
      }),
    };
  },
  call: ({ form }) => {
    const body = form.file('picture');
    if (body === undefined) throw new ApiError('media.malformed', 'Choose a file first.');
    return { method: 'PUT', path: '/me/avatar', body };
  },
  done: ({ community }) => withFlash(readerPaths.picture(community), 'saved'),
};

/** Takes the picture away. */
export const removePicture: Button = {
  path: '/me/picture/remove',
  call: ({ form }) => ({
    method: 'PATCH',
    path: '/me',
    version: form.text('version'),
    body: { avatar: null },
  }),
  flash: 'saved',
};
