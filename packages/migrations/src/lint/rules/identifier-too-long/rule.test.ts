import { testRule } from '../../lint.fixture.ts';

const long = 'a'.repeat(63);

testRule('identifier-too-long', [
  {
    it: 'a name that is cut, in bytes and not in letters',
    texts: [
      `CREATE INDEX "${long}" ON "User" (name);\nCREATE INDEX "${long}x" ON "Post" (title);`,
      `ALTER TABLE "User" ADD COLUMN "${'é'.repeat(32)}" int8;`,
    ],
    finds: ['warning 1:31'],
  },
  {
    it: 'two that become one: it fails',
    texts: [`CREATE INDEX "${long}_one" ON "User" (name);`, `CREATE INDEX "${long}_two" ON "User" (age);`],
    finds: ['error 1:14'],
    says: /are both cut to "a{63}", which exists already/,
  },
  {
    it: 'or nothing is made',
    texts: [
      `CREATE INDEX ${long}_one ON "User" (name);\nCREATE INDEX IF NOT EXISTS ${long}_two ON "User" (age);`,
    ],
    finds: ['warning 1:14', 'error 2:28'],
    says: /makes nothing, without a word/,
  },
  {
    it: 'columns and constraints, of their own table',
    texts: [
      `ALTER TABLE "User" ADD COLUMN "${long}_one" int8, ADD CONSTRAINT "${long}_c" CHECK (true);`,
      `ALTER TABLE "User" ADD COLUMN "${long}_two" int8;\nALTER TABLE "User" ADD CONSTRAINT "${long}_d" CHECK (true);\nALTER TABLE "Post" ADD COLUMN "${long}_two" int8;\nCREATE TABLE t ("${long}_x" int8, "${long}_y" int8);`,
    ],
    finds: ['error 1:31', 'error 2:35', 'warning 3:31', 'warning 4:17', 'error 4:91'],
  },
  {
    it: 'neither one that is only named again, nor one that is free again',
    texts: [
      `CREATE INDEX "${long}_one" ON "User" (name);`,
      `DROP INDEX "${long}_one";\nCREATE INDEX "${long}_two" ON "User" (age);`,
    ],
    finds: ['warning 2:14'],
  },
]);
