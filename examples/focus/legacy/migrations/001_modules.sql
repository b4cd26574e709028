CREATE TABLE modules (
  id serial PRIMARY KEY,
  slug varchar(40) NOT NULL UNIQUE,
  title varchar(120) NOT NULL,
  position smallint NOT NULL,
  active boolean NOT NULL DEFAULT true
);
