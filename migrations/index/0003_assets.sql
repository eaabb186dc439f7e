CREATE TABLE `asset_urls` (
	`tenant` text NOT NULL,
	`url_hash` text NOT NULL,
	`from_at` integer NOT NULL,
	`checked_at` integer NOT NULL,
	`sha256` text,
	`base` text,
	`etag` text,
	`last_modified` text,
	PRIMARY KEY(`tenant`, `url_hash`, `from_at`)
);
--> statement-breakpoint
CREATE INDEX `asset_urls_file` ON `asset_urls` (`tenant`,`sha256`);--> statement-breakpoint
CREATE INDEX `asset_urls_failed` ON `asset_urls` (`checked_at`) WHERE sha256 IS NULL;--> statement-breakpoint
CREATE TABLE `assets` (
	`tenant` text NOT NULL,
	`sha256` text NOT NULL,
	`type` text NOT NULL,
	`bytes` integer NOT NULL,
	`refs` integer NOT NULL,
	`at` integer NOT NULL,
	`unused_at` integer,
	`doomed_at` integer,
	PRIMARY KEY(`tenant`, `sha256`)
);
--> statement-breakpoint
CREATE INDEX `assets_unused` ON `assets` (`unused_at`) WHERE unused_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `assets_doomed` ON `assets` (`doomed_at`) WHERE doomed_at IS NOT NULL;--> statement-breakpoint
CREATE TABLE `session_assets` (
	`tenant` text NOT NULL,
	`session` text NOT NULL,
	`key` text NOT NULL,
	`sha256` text,
	`base` text,
	`uploaded` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`tenant`, `session`, `key`)
);
--> statement-breakpoint
CREATE INDEX `session_assets_file` ON `session_assets` (`tenant`,`sha256`);--> statement-breakpoint
CREATE INDEX `session_assets_at` ON `session_assets` (`at`);