CREATE TABLE `notes` (
	`tenant` text NOT NULL,
	`session` text NOT NULL,
	`id` text NOT NULL,
	`at` integer NOT NULL,
	`text` text NOT NULL,
	`place` text,
	`mentions` text DEFAULT '[]' NOT NULL,
	`author` text NOT NULL,
	`created_at` integer NOT NULL,
	`edited_at` integer,
	`resolved_at` integer,
	`resolved_by` text,
	PRIMARY KEY(`tenant`, `session`, `id`)
);
