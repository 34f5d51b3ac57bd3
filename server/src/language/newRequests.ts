import type { Connection } from 'vscode-languageserver';
import { newConfiguration } from '../config/newConfiguration.js';
import { findPreset, presets } from '../config/presets.js';
import { onCustomRequest } from './requests.js';
import { failure } from './runner.js';

/** The presets, and a configuration to begin with for each. */
export function registerNew(connection: Connection): void {
	onCustomRequest(connection, 'rssv2/presets', () =>
		presets.map(({ name, title, description }) => ({ name, title, description })),
	);
	onCustomRequest(connection, 'rssv2/new', ({ preset, syntax }) => {
		const found = findPreset(preset);
		if (!found) throw failure(`There is no preset ${preset}.`);
		return newConfiguration(found, syntax);
	});
}
