CREATE TABLE `activity` (
	`tenant` text NOT NULL,
	`id` text NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`session` text,
	`masked_ip` text,
	PRIMARY KEY(`tenant`, `id`)
);
--> statement-breakpoint
CREATE INDEX `activity_newest` ON `activity` (`tenant`,`at`);--> statement-breakpoint
CREATE TABLE `chunks` (
	`tenant` text NOT NULL,
	`session` text NOT NULL,
	`n` integer NOT NULL,
	`from_at` integer NOT NULL,
	`to_at` integer NOT NULL,
	`batches` integer NOT NULL,
	`stored_bytes` integer NOT NULL,
	`text_bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	`keyframes` text NOT NULL,
	PRIMARY KEY(`tenant`, `session`, `n`)
);
--> statement-breakpoint
CREATE TABLE `pages` (
	`tenant` text NOT NULL,
	`session` text NOT NULL,
	`page` text NOT NULL,
	`tab` text NOT NULL,
	`url` text NOT NULL,
	`title` text NOT NULL,
	`from_at` integer NOT NULL,
	`to_at` integer NOT NULL,
	`width` integer NOT NULL,
	`height` integer NOT NULL,
	PRIMARY KEY(`tenant`, `session`, `page`)
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`tenant` text NOT NULL,
	`id` text NOT NULL,
	`environment` text NOT NULL,
	`visitor` text NOT NULL,
	`user` text,
	`level` text NOT NULL,
	`status` text NOT NULL,
	`started_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`received_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`pages` integer NOT NULL,
	`navigations` integer NOT NULL,
	`clicks` integer NOT NULL,
	`inputs` integer NOT NULL,
	`events` integer NOT NULL,
	`wire_bytes` integer NOT NULL,
	`chunks` integer NOT NULL,
	`entry_url` text NOT NULL,
	`last_url` text NOT NULL,
	`title` text NOT NULL,
	`country` text,
	`city` text,
	`browser` text,
	`browser_version` text,
	`os` text,
	`device` text NOT NULL,
	`masked_ip` text,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant`, `id`)
);
--> statement-breakpoint
CREATE INDEX `sessions_newest` ON `sessions` (`tenant`,`started_at`,`id`);--> statement-breakpoint
CREATE INDEX `sessions_stuck` ON `sessions` (`status`,`received_at`);