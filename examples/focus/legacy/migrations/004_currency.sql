CREATE TABLE wallets (
  user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  coins integer NOT NULL DEFAULT 0 CHECK (coins >= 0),
  gems integer NOT NULL DEFAULT 0 CHECK (gems >= 0)
);

CREATE TABLE currency_entries (
  id bigserial PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES wallets (user_id) ON DELETE CASCADE,
  currency varchar(5) NOT NULL CHECK (currency IN ('coins', 'gems')),
  amount integer NOT NULL CHECK (amount <> 0),
  reason varchar(80) NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);

CREATE INDEX currency_entries_user_id_created_at_idx ON currency_entries (user_id, created_at);
