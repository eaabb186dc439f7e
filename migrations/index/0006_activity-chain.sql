DROP INDEX `activity_newest`;--> statement-breakpoint
ALTER TABLE `activity` ADD `seq` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `activity` ADD `environment` text;--> statement-breakpoint
ALTER TABLE `activity` ADD `ref` integer;--> statement-breakpoint
ALTER TABLE `activity` ADD `prev_hash` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `activity` ADD `hash` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `activity_order` ON `activity` (`tenant`,`seq`);--> statement-breakpoint
CREATE INDEX `activity_actor` ON `activity` (`tenant`,`actor`,`seq`);--> statement-breakpoint
CREATE INDEX `activity_action` ON `activity` (`tenant`,`action`,`seq`);--> statement-breakpoint
CREATE INDEX `activity_ref` ON `activity` (`tenant`,`ref`);