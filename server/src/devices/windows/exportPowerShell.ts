import type { Configuration } from '../../config/model.js';
import type { ImportedFile } from '../../protocol.js';
import { fileStem } from '../fileStem.js';
import type { NotOnTarget } from '../notOnTarget.js';
import { notOnWindows } from './notOnTarget.js';
import { powerShellScript } from './script.js';
import { windowsSettings } from './settings.js';

/** A configuration as a PowerShell script, and what of it the script cannot set. */
export interface ExportedPowerShell {
	readonly file: ImportedFile;
	readonly notOnTarget: readonly NotOnTarget[];
}

/** The script that sets on a Windows host what of a configuration its cmdlets can set; what they cannot stands at its top. */
export function exportPowerShell(configuration: Configuration): ExportedPowerShell {
	const notOnTarget = notOnWindows(configuration);
	const name = configuration.adapter.name.value;
	const about = [
		`Receive side scaling of ${name}, for a Windows host. Run it with -WhatIf first: it tells what it would set.`,
		...(notOnTarget.length === 0 ? [] : ['Not set, for Windows has no cmdlet for it:']),
		...new Set(notOnTarget.map(({ message }) => `  ${message}`)),
	];
	const text = powerShellScript(windowsSettings(configuration), about);
	return { file: { fileName: `${fileStem(name)}.ps1`, text }, notOnTarget };
}
