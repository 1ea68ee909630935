-- Permissions and built-in roles, with words that an administrator understands.

INSERT INTO permissions (position, code, name, description) VALUES
    (1, 'users.view', 'See users', 'See the list of users and open a user.'),
    (2, 'users.create', 'Create users', 'Create a user with the wizard, here or at a kiosk.'),
    (3, 'users.edit', 'Edit users', 'Change names and roles of users.'),
    (4, 'users.enable', 'Enable and disable users', 'Stop an account from being used, and let it be used again.'),
    (5, 'users.delete', 'Delete users', 'Delete users, and restore them for 30 days.'),
    (6, 'users.reset_password', 'Reset passwords', 'Give a user a new password.'),
    (7, 'users.unlock', 'Unlock sign-in', 'Let a user sign in again after too many wrong passwords.'),
    (8, 'users.import', 'Import users', 'Create many users from a file.'),
    (9, 'users.export', 'Export users', 'Write the list of users to a file.'),
    (10, 'roles.view', 'See roles', 'See roles and permissions, and who holds them.'),
    (11, 'roles.edit', 'Edit roles', 'Create, change and delete own roles. Built-in roles cannot be changed.'),
    (12, 'devices.register', 'Register 2FA devices', 'Register a validated mobile phone for a user.'),
    (13, 'devices.remove', 'Remove 2FA devices', 'Remove a lost or replaced 2FA device of a user.'),
    (14, 'outbox.view', 'See the outbox', 'See which messages wait and which were sent, and to whom.'),
    (15, 'outbox.read', 'Read messages', 'Read the text of a message, codes and links included. Every reading is recorded.'),
    (16, 'outbox.retry', 'Retry messages', 'Send a message again, or stop it from being sent.'),
    (17, 'activity.view', 'See the activity', 'See who did what, and verify that the record is whole.'),
    (18, 'activity.export', 'Export the activity', 'Write the activity record to a file.'),
    (19, 'settings.edit', 'Edit settings', 'Change the settings of this directory, such as the rules for passwords.'),
    (20, 'kiosk.start', 'Start the kiosk', 'Start the kiosk, and leave it.'),
    (21, 'kiosk.configure', 'Configure the kiosk', 'Change which roles a kiosk may give and what it requires.'),
    (22, 'kiosk.review', 'Review kiosk entries', 'Decide on entries of a kiosk that need attention.');

INSERT INTO roles (built_in, id, name, name_canonical, description) VALUES
    (1, 'owner', 'Owner', 'owner',
        'Answers for the directory: may do everything. Give it to as few people as possible.'),
    (2, 'user-manager', 'User Manager', 'user manager',
        'Creates users and looks after them from the first day to the last.'),
    (3, 'help-desk', 'Help Desk', 'help desk',
        'Helps people who cannot sign in: unlocks, resets passwords, removes lost devices.'),
    (4, 'auditor', 'Auditor', 'auditor',
        'Sees everything and changes nothing: who has which rights, and who did what.'),
    (5, 'kiosk-operator', 'Kiosk Operator', 'kiosk operator',
        'Starts the kiosk where newcomers create their own accounts, and reviews their entries.'),
    (6, 'member', 'Member', 'member',
        'An account like any other. Gives no right in Frontdesk.');

INSERT INTO role_roles (role, inside) VALUES
    ('owner', 'user-manager'), ('owner', 'auditor'), ('owner', 'kiosk-operator'),
    ('user-manager', 'help-desk');

INSERT INTO role_permissions (role, permission) VALUES
    ('owner', 'roles.edit'), ('owner', 'settings.edit'), ('owner', 'kiosk.configure'),
    ('user-manager', 'users.create'), ('user-manager', 'users.edit'), ('user-manager', 'users.enable'),
    ('user-manager', 'users.delete'), ('user-manager', 'users.import'), ('user-manager', 'users.export'),
    ('user-manager', 'devices.register'), ('user-manager', 'outbox.read'), ('user-manager', 'outbox.retry'),
    ('help-desk', 'users.view'), ('help-desk', 'users.unlock'), ('help-desk', 'users.reset_password'),
    ('help-desk', 'devices.remove'), ('help-desk', 'outbox.view'), ('help-desk', 'roles.view'),
    ('auditor', 'users.view'), ('auditor', 'roles.view'), ('auditor', 'outbox.view'),
    ('auditor', 'activity.view'), ('auditor', 'activity.export'),
    ('kiosk-operator', 'users.create'), ('kiosk-operator', 'kiosk.start'), ('kiosk-operator', 'kiosk.review');
