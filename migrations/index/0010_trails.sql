CREATE TABLE `session_trails` (
	`tenant` text NOT NULL,
	`session` text NOT NULL,
	`started_at` integer NOT NULL,
	`trail` text NOT NULL,
	`cut` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`tenant`, `session`)
);
--> statement-breakpoint
CREATE INDEX `session_trails_time` ON `session_trails` (`tenant`,`started_at`);