DROP INDEX `sessions_expiring`;--> statement-breakpoint
CREATE INDEX `sessions_expiring` ON `sessions` (`tenant`,`expires_at`,`place`) WHERE pinned_at IS NULL;