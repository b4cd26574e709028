import { testRule } from '../../lint.fixture.ts';

const REFERENCES = `ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User" ("id") ON DELETE CASCADE;
CREATE TABLE "Like" (post TEXT, "user" TEXT, CONSTRAINT by_user FOREIGN KEY ("user") REFERENCES "User", CONSTRAINT of_post FOREIGN KEY (post) REFERENCES "Post" ON DELETE SET NULL);`;

testRule('drop-foreign-key', [
  {
    it: 'by what it did to rows that refer',
    texts: [
      REFERENCES,
      `ALTER TABLE public."Post" DROP CONSTRAINT "Post_authorId_fkey";
ALTER TABLE "Like" DROP CONSTRAINT of_post, DROP CONSTRAINT IF EXISTS by_user;`,
    ],
    finds: ['warning 1:1', 'warning 2:1', 'info 2:1'],
    says: /no longer takes along those of public.Post[^]*no longer empties[^]*from referring to rows of public.User/,
  },
  {
    it: 'after columns and tables got other names',
    texts: [
      REFERENCES,
      `ALTER TABLE "Post" RENAME COLUMN "authorId" TO writer;
ALTER TABLE "Post" RENAME TO "Article";`,
      'ALTER TABLE "Article" DROP CONSTRAINT "Post_authorId_fkey";',
    ],
    finds: ['warning 1:1'],
    says: /Article that refer to it by \(writer\)/,
  },
  {
    it: 'by the name that it has where none is written',
    texts: [
      `CREATE TABLE n (a TEXT REFERENCES "User", b TEXT, FOREIGN KEY (b) REFERENCES "User" ON DELETE CASCADE);
ALTER TABLE n ADD COLUMN c TEXT REFERENCES "User";`,
      'ALTER TABLE n DROP CONSTRAINT n_a_fkey, DROP CONSTRAINT n_b_fkey, DROP CONSTRAINT n_c_fkey;',
    ],
    finds: ['info 1:1', 'warning 1:1', 'info 1:1'],
    says: /n \(a\)[^]*by \(b\)[^]*n \(c\)/,
  },
  {
    it: 'not where the key comes again, or a column or a table goes',
    texts: [
      REFERENCES,
      `ALTER TABLE "Post" DROP CONSTRAINT "Post_authorId_fkey";
ALTER TABLE "Like" DROP CONSTRAINT by_user, DROP COLUMN "user", DROP CONSTRAINT of_post;
DROP TABLE "Like";
ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User" ("id") ON DELETE SET NULL NOT VALID;`,
    ],
    finds: [],
  },
  {
    it: 'neither of a new table, nor another constraint',
    texts: [
      REFERENCES,
      `CREATE TABLE n (a TEXT, CONSTRAINT n_a_fkey FOREIGN KEY (a) REFERENCES "User");
ALTER TABLE n DROP CONSTRAINT n_a_fkey;
ALTER TABLE "User" DROP CONSTRAINT "User_pkey";`,
    ],
    finds: [],
  },
]);
