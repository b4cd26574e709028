import { testRule } from '../../lint.fixture.ts';

testRule('ban-alter-domain-with-add-constraint', [
  {
    it: 'CHECK and NOT NULL',
    texts: ['ALTER DOMAIN d ADD CHECK (VALUE > 0);\nALTER DOMAIN d SET NOT NULL;'],
    finds: ['error 1:1', 'error 2:1'],
  },
  {
    it: 'not one that looks at no row',
    texts: ['ALTER DOMAIN d ADD CHECK (VALUE > 0) NOT VALID;'],
    finds: [],
  },
  {
    it: 'not a domain that no table has yet',
    texts: ['CREATE DOMAIN d AS int;\nALTER DOMAIN d ADD CHECK (VALUE > 0);'],
    finds: [],
  },
  {
    it: 'tells that a constraint of it is validated',
    texts: ['CREATE DOMAIN d AS TEXT;', 'ALTER DOMAIN d VALIDATE CONSTRAINT c;'],
    finds: ['error 1:1'],
  },
]);
