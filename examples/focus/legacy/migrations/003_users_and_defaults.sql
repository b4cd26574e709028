CREATE TABLE users (
  id uuid PRIMARY KEY,
  email varchar(254) NOT NULL UNIQUE,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);

CREATE TABLE user_defaults (
  user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  focus_minutes smallint NOT NULL DEFAULT 25 CHECK (focus_minutes BETWEEN 5 AND 180),
  break_minutes smallint NOT NULL DEFAULT 5 CHECK (break_minutes BETWEEN 1 AND 60),
  module_id integer REFERENCES modules (id) ON DELETE SET NULL
);
