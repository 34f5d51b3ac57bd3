/** What configuration files are called: a pattern below a folder. */
export const CONFIGURATION_FILES = '**/*.rssv2.{yaml,yml,json,jsonc}';
