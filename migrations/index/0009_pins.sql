ALTER TABLE `sessions` ADD `pinned_at` integer;--> statement-breakpoint
ALTER TABLE `sessions` ADD `pinned_by` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `pin_reason` text;--> statement-breakpoint
CREATE INDEX `sessions_expiring` ON `sessions` (`expires_at`);