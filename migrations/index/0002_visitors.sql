CREATE TABLE `identities` (
	`tenant` text NOT NULL,
	`visitor` text NOT NULL,
	`user` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`tenant`, `visitor`, `user`)
);
--> statement-breakpoint
ALTER TABLE `sessions` ADD `reason` text DEFAULT 'recorded' NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `errors` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `rages` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `deads` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `sessions_visitor` ON `sessions` (`tenant`,`visitor`);--> statement-breakpoint
CREATE INDEX `sessions_user` ON `sessions` (`tenant`,`user`);