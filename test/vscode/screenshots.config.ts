import { mergeConfig } from 'vitest/config';
import tests from './vitest.config.js';

// `npm run screenshots`: takes the images of the README anew.
const config = mergeConfig(tests, {});
config['test'].include = ['test/vscode/screenshots.ts'];
export default config;
