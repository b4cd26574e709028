import { z } from 'zod';
import { lockActor } from '../../../domain/acting/lock-actor.ts';
import { refusal } from '../../../domain/outcome.ts';
import { versionAfter } from '../../../domain/version.ts';
import { operation } from '../../../http/operation.ts';
import { editedVersion, ifMatchHeaders, tagWritten } from '../../../http/versions.ts';
import {
  digest,
  emailNotifications,
  followWritten,
  preferences,
  readPreferences,
  theme,
} from './preferences.ts';

const locale = z
  .string()
  .max(35)
  .refine((tag) => canonicalLocale(tag) !== undefined, {
    error: 'must be a BCP 47 language tag, such as en or pt-BR',
    abort: true,
  })
  .overwrite((tag) => canonicalLocale(tag) ?? tag);

const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'must be the name of an IANA time zone, such as UTC or Europe/Berlin');

const preferencesEdit = z
  .strictObject({
    locale: locale.optional().describe('BCP 47 language tag'),
    timeZone: timeZone.optional().describe('IANA time zone'),
    theme: theme.optional(),
    emailNotifications: emailNotifications.optional(),
    digest: digest.optional(),
    followWritten: followWritten.optional(),
  })
  .meta({ id: 'PreferencesEdit' });

export const updateMyPreferences = operation({
  id: 'updateMyPreferences',
  method: 'PATCH',
  path: '/me/preferences',
  tag: 'accounts',
  summary: 'Change your preferences',
  login: 'required',
  headers: ifMatchHeaders,
  body: preferencesEdit,
  answers: { 200: preferences },
  refusals: [412, 428],
  async handle({ forum, viewer, body, request, reply }) {
    const { communityId, userId } = viewer;
    const version = editedVersion(request);
    const edited = await forum.prismaTransaction(async (transaction, run) => {
      // Whoever was imported has no row to lock, so all edits lock the user.
      await lockActor(run, viewer, { least: 'MEMBER' });
      const { shown, editedAt } = await readPreferences(transaction, viewer);
      if (shown.version !== version) throw refusal('request.precondition_failed');
      const updatedAt = editedAt === undefined ? new Date() : versionAfter(editedAt);
      const written = { ...body, updatedAt };
      // No upsert: its conversion of an enumeration in ON CONFLICT is refused by Citus.
      if (editedAt === undefined) {
        await transaction.userPreference.create({
          data: { ...written, communityId, userId },
          select: { userId: true },
        });
      } else {
        await transaction.userPreference.update({
          where: { communityId_userId: { communityId, userId } },
          data: written,
          select: { userId: true },
        });
      }
      return (await readPreferences(transaction, viewer)).shown;
    });
    tagWritten(reply, edited);
    return edited;
  },
});

/** As it is written: `PT-br` is `pt-BR`; undefined for what is no language tag. */
function canonicalLocale(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

/** Offsets such as `+01:00`, which Intl knows as well, name no zone: they know no summer time. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}
