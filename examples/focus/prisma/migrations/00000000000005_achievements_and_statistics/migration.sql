CREATE TABLE achievements (
  id serial PRIMARY KEY,
  code varchar(40) NOT NULL UNIQUE,
  title varchar(120) NOT NULL,
  coins integer NOT NULL DEFAULT 0 CHECK (coins >= 0)
);

CREATE TABLE user_achievements (
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  achievement_id integer NOT NULL REFERENCES achievements (id) ON DELETE RESTRICT,
  earned_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, achievement_id)
);

CREATE TABLE statistics (
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  day date NOT NULL,
  focus_minutes integer NOT NULL DEFAULT 0 CHECK (focus_minutes BETWEEN 0 AND 1440),
  tasks_done integer NOT NULL DEFAULT 0 CHECK (tasks_done >= 0),
  PRIMARY KEY (user_id, day)
);
