import type { Factory } from '../rows/index.ts';

/** What the factories of a shop look at. */
export interface Shop {
  readonly id: number;
  /** Names of its products, by article number. */
  readonly products: Readonly<Record<string, string>>;
}

/** Shops side by side in one database, as tenants are. */
export const SHOP_SCHEMA = `
  CREATE TABLE shops (id int PRIMARY KEY, name text NOT NULL);
  CREATE TABLE products (
    shop_id int NOT NULL REFERENCES shops, sku text NOT NULL, name text NOT NULL, secret text,
    PRIMARY KEY (shop_id, sku), UNIQUE (shop_id, name)
  );
  CREATE TABLE reviews (
    shop_id int NOT NULL, sku text NOT NULL, number int NOT NULL, text text NOT NULL,
    PRIMARY KEY (shop_id, sku, number),
    FOREIGN KEY (shop_id, sku) REFERENCES products ON DELETE CASCADE
  );
  CREATE INDEX reviews_text ON reviews (lower(text));`;

export const shops: Factory<Shop> = {
  entity: 'shops',
  table: 'shops',
  columns: ['id', 'name'],
  key: ['id'],
  scope: 'id',
  needs: [],
  version: 1,
  count: () => 1,
  row: ({ id }) => ({ id, name: `Shop ${id}` }),
};

export const products: Factory<Shop> = {
  entity: 'products',
  table: 'products',
  columns: ['shop_id', 'sku', 'name', 'secret'],
  key: ['shop_id', 'sku'],
  scope: 'shop_id',
  needs: ['shops'],
  version: 1,
  unhashed: ['secret'],
  count: ({ products: all }) => Object.keys(all).length,
  row({ id, products: all }, index) {
    const [sku, name] = Object.entries(all)[index]!;
    return { shop_id: id, sku, name, secret: null };
  },
};

export const reviews: Factory<Shop> = {
  entity: 'reviews',
  table: 'reviews',
  columns: ['shop_id', 'sku', 'number', 'text'],
  key: ['shop_id', 'sku', 'number'],
  scope: 'shop_id',
  needs: ['products'],
  version: 1,
  count: ({ products: all }) => Object.keys(all).length,
  row({ id, products: all }, index) {
    const [sku, name] = Object.entries(all)[index]!;
    return { shop_id: id, sku, number: 1, text: `${name} is good.` };
  },
};

/** In an order in which none needs a later one. */
export const factories = [shops, products, reviews];
