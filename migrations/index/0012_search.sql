CREATE TABLE `saved_filters` (
	`tenant` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`query` text NOT NULL,
	`owner` text NOT NULL,
	`shared` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`tenant`, `id`)
);
--> statement-breakpoint
CREATE TABLE `session_seen` (
	`tenant` text NOT NULL,
	`session` text NOT NULL,
	`actor` text NOT NULL,
	`place` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`tenant`, `session`, `actor`)
);
--> statement-breakpoint
CREATE INDEX `session_seen_actor` ON `session_seen` (`tenant`,`actor`,`place`);--> statement-breakpoint
CREATE TABLE `session_tags` (
	`tenant` text NOT NULL,
	`session` text NOT NULL,
	`tag` text NOT NULL,
	`actor` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`tenant`, `session`, `tag`)
);
--> statement-breakpoint
CREATE INDEX `session_tags_tag` ON `session_tags` (`tenant`,`tag`);--> statement-breakpoint
DROP INDEX `sessions_expiring`;--> statement-breakpoint
ALTER TABLE `sessions` ADD `segment` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `place` integer;--> statement-breakpoint
UPDATE `sessions` SET `place` = ranked.place FROM (
  SELECT tenant, id, (max(started_at, 1577836800000) - 1577836800000) * 4096 + row_number() OVER (PARTITION BY max(started_at, 1577836800000) ORDER BY tenant, id) - 1 AS place FROM `sessions`
) AS ranked WHERE `sessions`.tenant = ranked.tenant AND `sessions`.id = ranked.id;--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_place` ON `sessions` (`place`);--> statement-breakpoint
CREATE INDEX `sessions_list` ON `sessions` (`tenant`,`place`);--> statement-breakpoint
CREATE INDEX `sessions_live` ON `sessions` (`tenant`,`place`) WHERE status = 'live';--> statement-breakpoint
CREATE INDEX `sessions_pinned` ON `sessions` (`tenant`,`place`) WHERE pinned_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `sessions_held` ON `sessions` (`tenant`,`place`) WHERE quarantine = 'held';--> statement-breakpoint
CREATE INDEX `sessions_expiring` ON `sessions` (`tenant`,`expires_at`,`place`);--> statement-breakpoint
CREATE VIRTUAL TABLE `session_search` USING fts5(facets, body, errors, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2');--> statement-breakpoint
INSERT INTO `session_search` (`session_search`, rank) VALUES ('automerge', 8);
