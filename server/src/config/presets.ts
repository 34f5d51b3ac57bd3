import nativeRss from '../../../schemas/presets/native-rss.json' with { type: 'json' };
import vmmq64 from '../../../schemas/presets/vmmq-64.json' with { type: 'json' };
import vmmqRestricted from '../../../schemas/presets/vmmq-restricted.json' with { type: 'json' };
import type { AdapterCapabilities, AdapterMode } from '../emulator/description.js';

/** A file of schemas/presets: a named set of capabilities. */
export interface Preset {
	readonly name: string;
	readonly title: string;
	readonly description: string;
	readonly mode: AdapterMode;
	readonly capabilities: AdapterCapabilities;
}

/** Every preset, bundled; each is checked against schemas/preset.schema.json by a test. */
export const presets: readonly Preset[] = [vmmq64, vmmqRestricted, nativeRss] as readonly Preset[];

/** The preset that a configuration without one starts from. */
export function defaultPreset(mode: AdapterMode): Preset {
	return (mode === 'native' ? nativeRss : vmmq64) as Preset;
}

/** The preset of that name. */
export function findPreset(name: string): Preset | undefined {
	return presets.find((preset) => preset.name === name);
}
