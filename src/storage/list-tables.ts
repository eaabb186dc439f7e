import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Tables of a region's index that hold what people add to the list. Times are Unix milliseconds. */

/** Tags of sessions. */
export const sessionTags = sqliteTable(
  "session_tags",
  {
    tenant: text().notNull(),
    session: text().notNull(),
    tag: text().notNull(),
    actor: text().notNull(),
    at: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.session, table.tag] }),
    index("session_tags_tag").on(table.tenant, table.tag),
  ],
);

/** Who has seen which session. */
export const sessionSeen = sqliteTable(
  "session_seen",
  {
    tenant: text().notNull(),
    session: text().notNull(),
    actor: text().notNull(),
    /** That of the session. */
    place: integer().notNull(),
    at: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.session, table.actor] }),
    index("session_seen_actor").on(table.tenant, table.actor, table.place),
  ],
);

/** Searches of the list that somebody keeps. */
export const savedFilters = sqliteTable(
  "saved_filters",
  {
    tenant: text().notNull(),
    id: text().notNull(),
    name: text().notNull(),
    /** As it is typed; see `parseQuery`. */
    query: text().notNull(),
    owner: text().notNull(),
    shared: integer({ mode: "boolean" }).notNull(),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.id] })],
);
