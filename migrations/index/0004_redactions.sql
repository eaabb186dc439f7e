ALTER TABLE `sessions` ADD `redactions` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `quarantine` text DEFAULT 'none' NOT NULL;--> statement-breakpoint
CREATE INDEX `activity_session` ON `activity` (`tenant`,`session`,`at`);