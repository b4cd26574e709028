// One locale at a time: the package's main entry brings all seventy, with 40 MB.
import { type Faker } from '@faker-js/faker';
import { faker as de } from '@faker-js/faker/locale/de';
import { faker as en } from '@faker-js/faker/locale/en';
import { faker as en_GB } from '@faker-js/faker/locale/en_GB';
import { faker as en_IN } from '@faker-js/faker/locale/en_IN';
import { faker as es } from '@faker-js/faker/locale/es';
import { faker as pl } from '@faker-js/faker/locale/pl';
import type { Person, PersonLocale } from '../../text/people.ts';
import type { CommunityContext } from '../model/community.ts';
import type { PersonWords } from '../model/forum-plan.ts';

const fakers: Readonly<Record<PersonLocale, Faker>> = { en, es, de, pl, en_GB, en_IN };

/** faker is seeded for this person, so that its words too are a function of (seed, entity, index). */
export function personWords(ctx: CommunityContext, index: number, person: Person): PersonWords {
  const faker = fakers[person.locale];
  faker.seed(ctx.random('users', index).int(0, 0x7fffffff));
  return {
    // faker's Spanish surnames have this one misspelt.
    lastName: faker.person.lastName(person.surnameOf).replace('Garica', 'García'),
  };
}
