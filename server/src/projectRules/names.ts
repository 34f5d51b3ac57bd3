/** What a rules file can be called. */
export const RULES_FILES = ['rssv2.config.yaml', 'rssv2.config.yml', 'rssv2.config.json'] as const;
