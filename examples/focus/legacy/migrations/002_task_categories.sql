CREATE TABLE task_categories (
  id serial PRIMARY KEY,
  module_id integer NOT NULL REFERENCES modules (id) ON DELETE RESTRICT,
  name varchar(80) NOT NULL,
  color char(7) NOT NULL CHECK (color ~ '^#[0-9a-f]{6}$'),
  UNIQUE (module_id, name)
);
