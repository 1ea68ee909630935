-- Who holds a permission singly is asked for on the Roles page.
CREATE INDEX user_permissions_by_permission ON user_permissions (permission);
