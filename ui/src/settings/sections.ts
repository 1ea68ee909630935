/** A part of the settings, by its tab. */
export type SettingsSection = 'general' | 'directories' | 'sms' | 'mail' | 'messages';
