import { currentUser } from '../../../features/me/profile/current-user.ts';
import { preferences as preferencesSchema } from '../../../features/me/preferences/preferences.ts';
import type { FormPage } from '../../forms/form-page.ts';
import type { Visit } from '../../forms/visit.ts';
import { withFlash } from '../../forms/way-back.ts';
import { readerPaths } from '../../markup/paths.ts';
import { settingsNav } from '../../views/sections.ts';

const version = (value: number) =>
  ({ name: 'version', label: '', kind: 'hidden', value: String(value) }) as const;
const me = async (visit: Visit) => currentUser.parse(await visit.ask({ method: 'GET', path: '/me' }));

/** How others see the reader. */
export const profile: FormPage = {
  path: '/me',
  login: 'required',
  show: async (visit) => {
    const mine = await me(visit);
    return {
      title: 'Profile',
      lead: `You are @${mine.username}, and that stays.`,
      above: settingsNav(visit.community, 'Profile'),
      fields: [
        {
          name: 'displayName',
          label: 'Name',
          kind: 'text',
          most: 80,
          autocomplete: 'name',
          value: mine.displayName,
        },
        {
          name: 'bio',
          label: 'About you',
          kind: 'lines',
          rows: 4,
          most: 1000,
          optional: true,
          value: mine.bio,
        },
        version(mine.version),
      ],
      submit: [{ text: 'Save' }],
    };
  },
  call: ({ form }) => ({
    method: 'PATCH',
    path: '/me',
    version: form.text('version'),
    body: {
      displayName: form.text('displayName'),
      bio: form.text('bio'),
    },
  }),
  done: ({ community }) => withFlash(readerPaths.profile(community), 'saved'),
};

const zones = (): string[] => ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
const choices = (all: Readonly<Record<string, string>>) =>
  Object.entries(all).map(([value, text]) => ({ value, text }));

/** How the forum looks to the reader, and writes to them. */
export const preferences: FormPage = {
  path: '/me/preferences',
  login: 'required',
  show: async (visit) => {
    const mine = preferencesSchema.parse(await visit.ask({ method: 'GET', path: '/me/preferences' }));
    const known = zones();
    return {
      title: 'Preferences',
      above: settingsNav(visit.community, 'Preferences'),
      fields: [
        {
          name: 'theme',
          label: 'Colours',
          kind: 'choice',
          value: mine.theme,
          choices: choices({ system: 'As the device has it', light: 'Light', dark: 'Dark' }),
        },
        {
          name: 'timeZone',
          label: 'Time zone',
          kind: 'choice',
          value: mine.timeZone,
          choices: (known.includes(mine.timeZone) ? known : [mine.timeZone, ...known]).map((zone) => ({
            value: zone,
            text: zone.replaceAll('_', ' '),
          })),
        },
        {
          name: 'emailNotifications',
          label: 'Mail me when something concerns me',
          kind: 'box',
          value: mine.emailNotifications ? 'yes' : '',
          hint: 'Mails about the account itself come in any case.',
        },
        {
          name: 'digest',
          label: 'Gather them into one mail',
          kind: 'choice',
          value: mine.digest,
          choices: choices({ NEVER: 'No: one mail each', DAILY: 'Once a day', WEEKLY: 'Once a week' }),
        },
        {
          name: 'followWritten',
          label: 'Follow the threads that I write in',
          kind: 'box',
          value: mine.followWritten ? 'yes' : '',
          hint: 'You are told of new replies in threads that you follow.',
        },
        version(mine.version),
      ],
      submit: [{ text: 'Save' }],
    };
  },
  call: ({ form }) => ({
    method: 'PATCH',
    path: '/me/preferences',
    version: form.text('version'),
    body: {
      theme: form.text('theme'),
      timeZone: form.text('timeZone'),
      emailNotifications: form.has('emailNotifications'),
      digest: form.text('digest'),
      followWritten: form.has('followWritten'),
    },
  }),
  done: ({ community }) => withFlash(readerPaths.preferences(community), 'saved'),
};
