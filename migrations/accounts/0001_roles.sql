-- There were owners, admins and members; what a member could do is a viewer's part now.
UPDATE `member` SET `role` = 'viewer' WHERE `role` = 'member';--> statement-breakpoint
UPDATE `invitation` SET `role` = 'viewer' WHERE `role` = 'member';
