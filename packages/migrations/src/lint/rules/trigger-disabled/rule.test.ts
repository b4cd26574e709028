import { testRule } from '../../lint.fixture.ts';

testRule('trigger-disabled', [
  {
    it: 'left off',
    texts: ['ALTER TABLE "User" DISABLE TRIGGER ALL;'],
    finds: ['warning 1:20'],
  },
  {
    it: 'turned on again',
    texts: ['ALTER TABLE "User" DISABLE TRIGGER t;\nALTER TABLE public."User" ENABLE TRIGGER t;'],
    finds: ['info 1:20'],
  },
  {
    it: 'turned on again elsewhere',
    texts: ['ALTER TABLE "User" DISABLE TRIGGER t;\nALTER TABLE "Post" ENABLE TRIGGER t;'],
    finds: ['warning 1:20'],
  },
]);
