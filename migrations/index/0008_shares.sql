CREATE TABLE `shares` (
	`tenant` text NOT NULL,
	`session` text NOT NULL,
	`id` text NOT NULL,
	`token` text NOT NULL,
	`password` text,
	`t` integer,
	`actor` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`revoked_at` integer,
	`opens` integer DEFAULT 0 NOT NULL,
	`opened_at` integer,
	`tries` integer DEFAULT 0 NOT NULL,
	`tries_at` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`tenant`, `session`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `shares_token` ON `shares` (`token`);--> statement-breakpoint
CREATE UNIQUE INDEX `shares_id` ON `shares` (`id`);