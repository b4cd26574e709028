import type { Faker } from '@faker-js/faker';
import { faker as de } from '@faker-js/faker/locale/de';
import { faker as en } from '@faker-js/faker/locale/en';
import { faker as es } from '@faker-js/faker/locale/es';
import { faker as fr } from '@faker-js/faker/locale/fr';
import { faker as pl } from '@faker-js/faker/locale/pl';
import { faker as sv } from '@faker-js/faker/locale/sv';

/** Names and places in several languages. */
export interface Names {
  readonly first: readonly string[];
  readonly last: readonly string[];
  readonly places: readonly string[];
}

const NAMES = 480;

/**
 * Names and places from faker, made once for all rows of a load: faker makes few a second, and its locales take much
 * memory, so this runs in the main thread and the workers get the result. Always the same, whatever the seed.
 */
export function makeNames(): Names {
  const locales = [en, de, es, fr, pl, sv];
  for (const [index, faker] of locales.entries()) faker.seed(index + 1);
  const words = (make: (faker: Faker) => string): string[] =>
    Array.from({ length: NAMES }, (_, index) => make(locales[index % locales.length]!));
  return {
    first: words((faker) => faker.person.firstName()),
    last: words((faker) => faker.person.lastName()),
    places: words((faker) => faker.location.city()),
  };
}
