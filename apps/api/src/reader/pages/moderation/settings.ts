import { moderationSettings } from '../../../features/moderation/settings/moderation-settings.ts';
import type { FormPage } from '../../forms/form-page.ts';
import { withFlash } from '../../forms/way-back.ts';
import { readerPaths } from '../../markup/paths.ts';
import { moderationNav } from '../../views/sections.ts';

/** What the community has settled about its moderation; administrators change it. */
export const settings: FormPage = {
  path: '/moderation/settings',
  login: 'required',
  show: async (visit) => {
    const path = '/moderation/settings';
    const now = moderationSettings.parse(await visit.ask({ method: 'GET', path }));
    return {
      title: 'Rules of moderation',
      lead: 'Administrators change them.',
      above: moderationNav(visit.community, 'Rules'),
      fields: [
        {
          name: 'holdNewMembers',
          label: 'What of new members waits for a moderator?',
          kind: 'choice',
          value: now.holdNewMembers,
          choices: [
            { value: 'NOTHING', text: 'Nothing' },
            { value: 'LINKS', text: 'Posts and replies with links' },
            { value: 'EVERYTHING', text: 'All posts and replies' },
          ],
        },
        {
          name: 'newMemberDays',
          label: 'For how many days is somebody new?',
          kind: 'number',
          least: 1,
          most: 365,
          value: String(now.newMemberDays),
        },
        {
          name: 'teamNeedsCodes',
          label: 'Moderators and administrators need codes',
          kind: 'box',
          value: now.teamNeedsCodes ? 'yes' : '',
          hint: 'Without a second factor, a code or a passkey at log-in, they moderate nothing. Set yours up first, under Settings.',
        },
      ],
      submit: [{ text: 'Save' }],
    };
  },
  call: ({ form }) => ({
    method: 'PUT',
    path: '/moderation/settings',
    body: {
      holdNewMembers: form.text('holdNewMembers'),
      newMemberDays: Number(form.text('newMemberDays')),
      teamNeedsCodes: form.has('teamNeedsCodes'),
    },
  }),
  done: ({ community }) => withFlash(readerPaths.moderationSettings(community), 'saved'),
};
