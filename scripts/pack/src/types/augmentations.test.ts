import { expect, test } from 'vitest';

import { mergeAugmentations } from './augmentations.ts';

const augmentation = `declare module '@agora/core' {
    interface ErrorCodes extends Table<typeof codes> {
        [rule: \`lint.\${string}\`]: string;
    }
}
`;

test('merges what a package adds with the type that grows', () => {
  expect(mergeAugmentations(`interface ErrorCodes {\n}\n${augmentation}`)).toBe(
    'interface ErrorCodes {\n}\ninterface ErrorCodes extends Table<typeof codes> {\n    [rule: `lint.${string}`]: string;\n}\n',
  );
});

test('leaves it out where the type is not', () => {
  expect(mergeAugmentations(`type Other = 1;\n${augmentation}`)).toBe('type Other = 1;\n');
});
